/// A division of the centroids into groups of near centroids, each packed for searches.
///
/// Y. Ding et al., "Yinyang k-means", ICML 2015: one lower bound per group is nearly as tight as
/// one per centroid, and takes far less memory. The groups are built once, from the initial
/// centroids.
struct CentroidGroups<Scalar: VectorScalar>: ~Copyable, Sendable {
  /// The number of groups, a multiple of 4; some may be empty.
  let count: Int
  /// The cumulative maximum drift of each group, rounded up.
  ///
  /// This is the sum over iterations of the maximum distance that any of its centroids moved.
  private(set) var maximum: [Double]
  private(set) var maximumAbove: [Float]
  /// The group of each code.
  private(set) var groupOfCode: [Int32] = []
  /// The codes of each group, ascending, and the start of each group.
  private(set) var codes: [Int32] = []
  private(set) var starts: [Int] = []
  /// The centroids in this order, and the panels of the groups, one group after the other.
  private var centroids: [Double]
  private var panels: TileMemory<Scalar>
  private var panelStarts: [Int] = []
  /// The margin of searches in each group.
  ///
  /// Centroids far out widen only their own group's margin.
  private var margins: [Margin]
  private var frame = Frame<Scalar>.identity(featureCount: 0)

  init(count: Int, clusterCount: Int, featureCount: Int) {
    self.count = count
    maximum = Array(repeating: 0, count: count)
    maximumAbove = Array(repeating: 0, count: count)
    centroids = Array(repeating: 0, count: clusterCount * featureCount)
    margins = Array(repeating: .none, count: count)
    let width = PackedPanel.width
    panels = TileMemory(
      count: Kernels<Scalar>.panelCount(
        clusterCount: clusterCount + count * width, featureCount: featureCount))
  }

  /// Returns whether the groups are built, for this number of centroids.
  func isDivided(_ clusterCount: Int) -> Bool { groupOfCode.count == clusterCount }

  /// Builds the groups from the current centroids.
  mutating func divide(_ codebook: MatrixSpan<Double>) {
    let search = KMeans(
      clusterCount: min(count, codebook.rowCount), algorithm: .lloyd, initialization: .points,
      maximumIterations: 10, emptyClusters: .keep, seed: 1, workers: 1)
    // The fit throws if numbers are too large to add up. Any division is correct then.
    let found = try? search.fit(codebook).codes
    groupOfCode = found ?? (0..<codebook.rowCount).map { Int32($0 % count) }
    codes.removeAll(keepingCapacity: true)
    starts = [0]
    for group in 0..<count {
      for code in groupOfCode.indices where groupOfCode[code] == group { codes.append(Int32(code)) }
      starts.append(codes.count)
    }
  }

  /// Resets the drift of all groups to 0.
  mutating func restart() {
    for group in 0..<count {
      maximum[group] = 0
      maximumAbove[group] = 0
    }
  }

  /// Adds the distances that the centroids moved.
  mutating func follow(_ moves: [Double]) {
    for group in 0..<count {
      var farthest = 0.0
      for position in starts[group]..<starts[group + 1] {
        farthest = max(farthest, moves[Int(codes[position])])
      }
      maximum[group] += farthest
      maximumAbove[group] = Bound.above(maximum[group])
    }
  }

  /// Packs the centroids at their current positions.
  mutating func pack(
    _ codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>, kernels: Kernels<Scalar>
  ) {
    let d = codebook.featureCount
    self.frame = frame
    for position in codes.indices {
      let row = codebook.centroids[row: Int(codes[position])]
      for feature in 0..<d { centroids[position * d + feature] = row[feature] }
    }
    panelStarts = [0]
    for group in 0..<count {
      let size = starts[group + 1] - starts[group]
      panelStarts.append(
        panelStarts[group] + Kernels<Scalar>.panelCount(clusterCount: size, featureCount: d))
      if size > 0 { margins[group] = pack(group, kernels: kernels) }
    }
  }

  private func pack(_ group: Int, kernels: Kernels<Scalar>) -> Margin {
    let (d, range) = (frame.shift.count, starts[group]..<starts[group + 1])
    var own = panels.lend(panelStarts[group]..<panelStarts[group + 1])
    let norms = kernels.pack(
      centroids: centroids.span.extracting((range.lowerBound * d)..<(range.upperBound * d)),
      clusterCount: range.count, frame: frame.span, into: &own)
    return Margin(norms, featureCount: d, of: Scalar.self)
  }

  /// Returns whether a group has no centroids.
  func isEmpty(_ group: Int) -> Bool { starts[group] == starts[group + 1] }

  /// Borrows a group's centroids as a codebook whose codes are positions in the group.
  @_lifetime(borrow self)
  func codebook(_ group: Int) -> PackedCodebook<Scalar> {
    let (d, range) = (frame.shift.count, starts[group]..<starts[group + 1])
    return PackedCodebook(
      panels: panels.view(panelStarts[group]..<panelStarts[group + 1]),
      centroids: MatrixSpan(
        centroids.span.extracting((range.lowerBound * d)..<(range.upperBound * d)),
        rows: range.count, columns: d),
      frame: frame.span, margin: margins[group])
  }
}
