/// The centroids' projections, packed for searches; updated when the centroids have moved.
struct ProjectedCodebook: ~Copyable, Sendable {
  let subspace: Subspace
  private let kernels: Kernels<Float>
  private let frame: Frame<Float>
  private let centroidKernels: Kernels<Double>
  private(set) var clusterCount = 0
  private var rows: TileMemory<Float>
  /// The same numbers in `Double`, from which panels are packed.
  private var centroids: TileMemory<Double>
  private var norms: TileMemory<Float>
  private var panels: TileMemory<Float>
  private var isExcluded: [Bool]

  /// Allocates memory for at most `capacity` centroids.
  init(capacity: Int, subspace: Subspace, kernels: Kernels<Float>) {
    let width = subspace.width
    self.subspace = subspace
    self.kernels = kernels
    centroidKernels = Kernels(kernels.set)
    frame = .identity(featureCount: width)
    rows = TileMemory(count: capacity * width)
    centroids = TileMemory(count: capacity * width)
    norms = TileMemory(count: capacity)
    panels = TileMemory(
      count: Kernels<Float>.panelCount(clusterCount: capacity, featureCount: width))
    isExcluded = Array(repeating: false, count: capacity)
  }

  /// Projects and packs the centroids.
  ///
  /// Searches never find the codes in `excluded`.
  mutating func update<Scalar: VectorScalar>(
    _ codebook: PackedCodebook<Scalar>, excluding excluded: [Int] = [],
    _ execution: Execution<Scalar>
  ) {
    precondition(codebook.clusterCount <= norms.count, "the centroids fit in the capacity")
    clusterCount = codebook.clusterCount
    project(codebook, execution)
    for code in 0..<clusterCount { isExcluded[code] = false }
    for code in excluded {
      isExcluded[code] = true
      var all = panels.lent
      kernels.exclude(code: code, featureCount: subspace.width, from: &all)
    }
  }

  private func project<Scalar: VectorScalar>(
    _ codebook: PackedCodebook<Scalar>, _ execution: Execution<Scalar>
  ) {
    let (width, d) = (subspace.width, codebook.featureCount)
    let stretches = CodeStretches(codes: 0..<clusterCount, featureCount: d)
    let threads = Workers.count(
      for: Double(clusterCount * d * (width + 1)), limit: execution.workers)
    let fromFrame = Frame<Double>(codebook.frame)
    stretches.forEach(workers: threads) { _, _, codes in
      var norms = norms.lend(codes)
      let places = (codes.lowerBound * width)..<(codes.upperBound * width)
      var rows = rows.lend(places)
      centroidKernels.project(
        codebook.centroids.rows(codes), frame: fromFrame.span, on: subspace, into: &rows,
        norms: &norms)
      var centroids = centroids.lend(places)
      for place in rows.indices { centroids[place] = Double(rows[place]) }
      let first = Kernels<Float>.panelCount(clusterCount: codes.lowerBound, featureCount: width)
      let last = Kernels<Float>.panelCount(clusterCount: codes.upperBound, featureCount: width)
      var panels = panels.lend(first..<last)
      _ = kernels.pack(
        centroids: centroids.span, clusterCount: codes.count, frame: frame.span, into: &panels)
    }
  }

  /// Borrows the codebook for searches.
  var packed: PackedProjections {
    @_lifetime(borrow self)
    get {
      PackedProjections(
        codebook: PackedCodebook(
          panels: panels.span,
          centroids: MatrixSpan(
            centroids.view(0..<(clusterCount * subspace.width)), rows: clusterCount,
            columns: subspace.width),
          frame: frame.span, margin: .none),
        isExcluded: isExcluded.span)
    }
  }
}

/// Projected centroids, packed, and which of them are excluded from searches.
struct PackedProjections: ~Escapable, Sendable {
  let codebook: PackedCodebook<Float>
  let isExcluded: Span<Bool>

  @_lifetime(copy codebook, copy isExcluded)
  init(codebook: PackedCodebook<Float>, isExcluded: Span<Bool>) {
    self.codebook = codebook
    self.isExcluded = isExcluded
  }
}
