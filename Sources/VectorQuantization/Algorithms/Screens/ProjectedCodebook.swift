/// The centroids' projections, packed to be searched; made anew when centroids have moved.
struct ProjectedCodebook: ~Copyable, Sendable {
  let subspace: Subspace
  private let kernels: Kernels<Float>
  private let frame: Frame<Float>
  private(set) var clusterCount = 0
  private var rows: TileMemory<Float>
  private var norms: TileMemory<Float>
  private var panels: TileMemory<Float>
  private var isExcluded: [Bool]

  /// Allocates what at most `capacity` centroids take.
  init(capacity: Int, subspace: Subspace, kernels: Kernels<Float>) {
    let width = subspace.width
    self.subspace = subspace
    self.kernels = kernels
    frame = .identity(featureCount: width)
    rows = TileMemory(count: capacity * width)
    norms = TileMemory(count: capacity)
    panels = TileMemory(
      count: Kernels<Float>.panelCount(clusterCount: capacity, featureCount: width))
    isExcluded = Array(repeating: false, count: capacity)
  }

  /// Projects and packs centroids, but for those of the codes `excluded`, which are never found.
  mutating func update<Scalar: VectorScalar>(
    _ codebook: PackedCodebook<Scalar>, excluding excluded: [Int] = [],
    _ execution: Execution<Scalar>
  ) {
    precondition(codebook.clusterCount <= norms.count, "there is room for the centroids")
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
    let (centroids, width) = (codebook.centroids, subspace.width)
    let stretches = CodeStretches(codes: 0..<clusterCount, featureCount: centroids.columnCount)
    let threads = Workers.count(
      for: Double(centroids.rowCount * centroids.columnCount * (width + 1)),
      limit: execution.workers)
    stretches.forEach(workers: threads) { _, _, codes in
      var norms = norms.lend(codes)
      var rows = rows.lend((codes.lowerBound * width)..<(codes.upperBound * width))
      execution.kernels.project(
        centroids.rows(codes), frame: codebook.frame, on: subspace, into: &rows, norms: &norms)
      let first = Kernels<Float>.panelCount(clusterCount: codes.lowerBound, featureCount: width)
      let last = Kernels<Float>.panelCount(clusterCount: codes.upperBound, featureCount: width)
      var panels = panels.lend(first..<last)
      _ = kernels.pack(
        centroids: rows.span, clusterCount: codes.count, frame: frame.span, into: &panels)
    }
  }

  /// The codebook as searches read it.
  var packed: PackedProjections {
    @_lifetime(borrow self)
    get {
      PackedProjections(
        codebook: PackedCodebook(
          panels: panels.span,
          centroids: MatrixSpan(
            rows.view(0..<(clusterCount * subspace.width)), rows: clusterCount,
            columns: subspace.width),
          frame: frame.span, margin: .none),
        isExcluded: isExcluded.span)
    }
  }
}

/// Projected centroids, packed, and which of them are not to be found.
struct PackedProjections: ~Escapable, Sendable {
  let codebook: PackedCodebook<Float>
  let isExcluded: Span<Bool>

  @_lifetime(copy codebook, copy isExcluded)
  init(codebook: PackedCodebook<Float>, isExcluded: Span<Bool>) {
    self.codebook = codebook
    self.isExcluded = isExcluded
  }
}
