/// The centroids' projections, packed to be searched; made anew when centroids have moved.
struct ProjectedCodebook: ~Copyable, Sendable {
  let subspace: Subspace
  private let kernels: Kernels<Float>
  private let frame: Frame<Float>
  private(set) var clusterCount = 0
  private var rows: [Float]
  private var norms: [Float]
  private var panels: AlignedBuffer<Float>
  private var isExcluded: [Bool]

  /// Allocates what at most `capacity` centroids take.
  init(capacity: Int, subspace: Subspace, kernels: Kernels<Float>) {
    let width = subspace.width
    self.subspace = subspace
    self.kernels = kernels
    frame = .identity(featureCount: width)
    rows = Array(repeating: 0, count: capacity * width)
    norms = Array(repeating: 0, count: capacity)
    panels = AlignedBuffer(
      count: Kernels<Float>.panelCount(clusterCount: capacity, featureCount: width))
    isExcluded = Array(repeating: false, count: capacity)
  }

  /// Projects and packs centroids, but for those of the codes `excluded`, which are never found.
  mutating func update<Scalar: VectorScalar>(
    _ centroids: MatrixSpan<Scalar>, excluding excluded: [Int] = [], frame: Frame<Scalar>,
    kernels: Kernels<Scalar>, workers: Int
  ) {
    precondition(centroids.rowCount <= norms.count, "there is room for the centroids")
    clusterCount = centroids.rowCount
    let width = subspace.width
    let stretches = CodeStretches(codes: 0..<clusterCount, featureCount: centroids.columnCount)
    let threads = Workers.count(
      for: Double(centroids.rowCount * centroids.columnCount * (width + 1)), limit: workers)
    do {
      let (subspace, own, identity) = (subspace, self.kernels, self.frame)
      let loans = loans()
      stretches.forEach(workers: threads) { _, _, codes in
        var norms = loans.norms.lend(codes)
        var rows = loans.rows.lend((codes.lowerBound * width)..<(codes.upperBound * width))
        kernels.project(
          centroids.rows(codes), frame: frame, on: subspace.basis, unit: subspace.slack.unit,
          into: &rows, norms: &norms)
        let first = Kernels<Float>.panelCount(clusterCount: codes.lowerBound, featureCount: width)
        let last = Kernels<Float>.panelCount(clusterCount: codes.upperBound, featureCount: width)
        var panels = loans.panels.lend(first..<last)
        _ = own.pack(
          centroids: rows.span, clusterCount: codes.count, frame: identity, into: &panels)
      }
    }
    for code in 0..<clusterCount { isExcluded[code] = false }
    for code in excluded {
      isExcluded[code] = true
      self.kernels.exclude(code: code, featureCount: width, from: &panels, at: 0)
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
            rows.span.extracting(first: clusterCount * subspace.width), rows: clusterCount,
            columns: subspace.width)),
        isExcluded: isExcluded.span)
    }
  }

  @_lifetime(&self)
  private mutating func loans() -> ProjectionLoans {
    ProjectionLoans(
      rows: DisjointTiles(rows.mutableSpan), norms: DisjointTiles(norms.mutableSpan),
      panels: DisjointTiles(panels.mutableSpan))
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

/// Where projections of centroids are written.
private struct ProjectionLoans: ~Escapable, Sendable {
  let rows: DisjointTiles<Float>
  let norms: DisjointTiles<Float>
  let panels: DisjointTiles<Float>

  @_lifetime(copy rows, copy norms, copy panels)
  init(
    rows: DisjointTiles<Float>, norms: DisjointTiles<Float>, panels: DisjointTiles<Float>
  ) {
    self.rows = rows
    self.norms = norms
    self.panels = panels
  }
}
