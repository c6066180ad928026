/// A division of centroids into groups of such that lie near each other, each packed for searches.
///
/// Y. Ding et al., "Yinyang k-means", ICML 2015: one lower bound a group is nearly as sharp as one a
/// centroid, and takes far less memory. Groups are found once, from where the centroids start.
struct CentroidGroups<Scalar: VectorScalar>: ~Copyable {
  /// How many there are, a multiple of 4; some may be empty.
  let count: Int
  /// For each group, the sum over iterations of the greatest distance that any of its centroids
  /// moved, rounded up.
  private(set) var greatest: [Double]
  private(set) var greatestAbove: [Float]
  /// The group of each code.
  private(set) var groupOfCode: [Int32] = []
  /// The codes of each group, ascending, and where each group begins.
  private(set) var codes: [Int32] = []
  private(set) var starts: [Int] = []
  /// The centroids in that order, and each group's panels one after the other.
  private(set) var centroids: [Scalar]
  private(set) var panels: AlignedBuffer<Scalar>
  private(set) var panelStarts: [Int] = []
  /// The least and greatest norm in each group.
  private(set) var norms: [(least: Double, greatest: Double)]

  init(count: Int, clusterCount: Int, featureCount: Int) {
    self.count = count
    greatest = Array(repeating: 0, count: count)
    greatestAbove = Array(repeating: 0, count: count)
    centroids = Array(repeating: 0, count: clusterCount * featureCount)
    norms = Array(repeating: (0, 0), count: count)
    let width = PackedPanel.width
    panels = AlignedBuffer(
      count: Kernels<Scalar>.panelCount(
        clusterCount: clusterCount + count * width, featureCount: featureCount))
  }

  /// Whether centroids were divided, for this many.
  func isDivided(_ clusterCount: Int) -> Bool { groupOfCode.count == clusterCount }

  /// Divides the centroids anew.
  mutating func divide(_ codebook: MatrixSpan<Scalar>) {
    var search = KMeans(clusterCount: min(count, codebook.rowCount))
    search.maximumIterations = 10
    search.initialization = .points
    search.emptyClusters = .keep
    search.algorithm = .lloyd
    search.seed = 1
    search.workers = 1
    // Where that is refused, of numbers too large to add up, any division will do.
    let found = try? search.fit(codebook).codes
    groupOfCode = found ?? (0..<codebook.rowCount).map { Int32($0 % count) }
    codes.removeAll(keepingCapacity: true)
    starts = [0]
    for group in 0..<count {
      for code in groupOfCode.indices where groupOfCode[code] == group { codes.append(Int32(code)) }
      starts.append(codes.count)
    }
  }

  /// Forgets how far the centroids went.
  mutating func restart() {
    for group in 0..<count {
      greatest[group] = 0
      greatestAbove[group] = 0
    }
  }

  /// Adds the distances that the centroids moved.
  mutating func follow(_ moves: [Double]) {
    for group in 0..<count {
      var farthest = 0.0
      for position in starts[group]..<starts[group + 1] {
        farthest = max(farthest, moves[Int(codes[position])])
      }
      greatest[group] += farthest
      greatestAbove[group] = Bound.above(greatest[group])
    }
  }

  /// Packs the centroids as they are now.
  mutating func pack(_ codebook: MatrixSpan<Scalar>, frame: Frame<Scalar>, kernels: Kernels<Scalar>)
  {
    let d = codebook.columnCount
    for position in codes.indices {
      let row = codebook[row: Int(codes[position])]
      for feature in 0..<d { centroids[position * d + feature] = row[feature] }
    }
    panelStarts = [0]
    for group in 0..<count {
      let size = starts[group + 1] - starts[group]
      panelStarts.append(
        panelStarts[group] + Kernels<Scalar>.panelCount(clusterCount: size, featureCount: d))
    }
    let (rows, starts, panelStarts) = (centroids, starts, panelStarts)
    var norms = norms
    do {
      let tiles = DisjointTiles(panels.mutableSpan)
      for group in 0..<(starts.count - 1) where starts[group] < starts[group + 1] {
        var own = tiles.lend(panelStarts[group]..<panelStarts[group + 1])
        norms[group] = kernels.pack(
          centroids: rows.span.extracting((starts[group] * d)..<(starts[group + 1] * d)),
          clusterCount: starts[group + 1] - starts[group], frame: frame, into: &own)
      }
    }
    self.norms = norms
  }

  /// The groups, for workers to share.
  @_lifetime(borrow self)
  func loans() -> GroupLoans<Scalar> {
    GroupLoans(
      groupOfCode: groupOfCode, codes: codes, starts: starts, panelStarts: panelStarts,
      norms: norms,
      greatest: greatest.span, greatestAbove: greatestAbove.span, centroids: centroids.span,
      panels: panels.span)
  }
}

/// Groups of centroids, to read.
struct GroupLoans<Scalar: VectorScalar>: ~Escapable, Sendable {
  let groupOfCode: [Int32]
  let codes: [Int32]
  let starts: [Int]
  private let panelStarts: [Int]
  private let norms: [(least: Double, greatest: Double)]
  let greatest: Span<Double>
  let greatestAbove: Span<Float>
  private let centroids: Span<Scalar>
  private let panels: Span<Scalar>

  @_lifetime(copy greatest, copy greatestAbove, copy centroids, copy panels)
  init(
    groupOfCode: [Int32], codes: [Int32], starts: [Int], panelStarts: [Int],
    norms: [(least: Double, greatest: Double)], greatest: Span<Double>, greatestAbove: Span<Float>,
    centroids: Span<Scalar>,
    panels: Span<Scalar>
  ) {
    self.groupOfCode = groupOfCode
    self.codes = codes
    self.starts = starts
    self.panelStarts = panelStarts
    self.norms = norms
    self.greatest = greatest
    self.greatestAbove = greatestAbove
    self.centroids = centroids
    self.panels = panels
  }

  var count: Int { greatest.count }

  /// Whether a group has no centroids.
  func isEmpty(_ group: Int) -> Bool { starts[group] == starts[group + 1] }

  /// The margin of a search in a group: what is said of centroids far out holds among its own.
  func margin(_ group: Int, featureCount: Int) -> Margin {
    Margin(
      least: norms[group].least, greatest: norms[group].greatest, featureCount: featureCount,
      of: Scalar.self)
  }

  /// A group's centroids as a codebook of their own; its codes are positions in the group.
  @_lifetime(copy self)
  func codebook(_ group: Int, featureCount: Int) -> PackedCodebook<Scalar> {
    let (start, end) = (starts[group], starts[group + 1])
    return PackedCodebook(
      panels: panels.extracting(panelStarts[group]..<panelStarts[group + 1]),
      centroids: MatrixSpan(
        centroids.extracting((start * featureCount)..<(end * featureCount)), rows: end - start,
        columns: featureCount))
  }
}
