/// What the observations of some blocks add up to, code by code: a share of the next centroids that can
/// travel between processes and machines.
///
/// Observations are divided into blocks of a fixed number of rows, numbered from 0. Whoever has some
/// blocks adds them up; sums of neighbouring blocks merge (``merge(_:)``), and those of all blocks yield
/// the next centroids (``centroids(after:origin:)``).
///
/// Blocks are the leaves of an aligned binary tree, as chunks are inside a fit, and a value is always
/// the sum of a node: of blocks [*a*, *b*) where *a* is a multiple of the smallest power of two that is not
/// less than *b* − *a*. So numbers are added in one order, whoever adds them, and the sums have the same
/// bits however blocks were spread.
public struct BlockSums: Sendable, Equatable {
  /// What two sums must agree in to be merged.
  public let problem: Problem
  /// The blocks that were added up.
  public internal(set) var blocks: Range<Int>
  /// Their observations.
  public internal(set) var rowCount: Int
  /// The sum of squared distances, weighted if there are weights.
  public internal(set) var inertia: Double
  /// The sum of distances, likewise.
  public internal(set) var distances: Double
  /// For each code, how many observations have it.
  public internal(set) var counts: [Int64]
  /// For each code, the weight it has; its count, without weights.
  public internal(set) var weights: [Double]
  /// For each code and feature, the weighted sum of differences from the origin.
  public internal(set) var sums: [Double]

  /// The sum of the weights; the number of observations, without weights.
  ///
  /// It is that of the codes' weights, so that its bits are theirs.
  public var totalWeight: Double { weights.reduce(0, +) }

  /// An iteration of a problem: what its observations were assigned to, and how they are divided.
  public struct Problem: Sendable, Equatable {
    /// The number of centroids.
    public let clusterCount: Int
    /// The number of features.
    public let featureCount: Int
    /// The rows of a block; the last of all blocks may have fewer.
    public let blockRows: Int
    /// Whether observations have weights.
    public let isWeighted: Bool
    /// How far observations lie from centroids.
    public let metric: KMeans.Metric
    /// What is computed in: `float32` or `float64`.
    public let scalarType: ElementType
    /// A hash of the codebook, the origin and the above.
    public let fingerprint: UInt64
  }
}

extension BlockSums.Problem {
  /// The problem of adding up observations that are assigned to a codebook.
  init(
    codebook: Codebook<Double>, origin: [Double]?, blockRows: Int, isWeighted: Bool,
    scalarType: ElementType
  ) {
    clusterCount = codebook.clusterCount
    featureCount = codebook.featureCount
    metric = codebook.metric
    self.blockRows = blockRows
    self.isWeighted = isWeighted
    self.scalarType = scalarType
    var hash = BitHash()
    hash.add(scalarType.byteCount, clusterCount, featureCount, blockRows)
    hash.add(origin ?? Array(repeating: 0, count: featureCount))
    for element in codebook.centroids.elements { hash.add(element) }
    fingerprint = hash.value
  }
}

extension BlockSums {
  /// Whether some blocks are a node of the tree, or its last of a level.
  static func isNode(_ blocks: Range<Int>) -> Bool {
    !blocks.isEmpty && blocks.lowerBound >= 0
      && blocks.lowerBound.isMultiple(of: minimumPower(notBelow: blocks.count))
  }

  /// The most blocks of so many rows that there can be, so that all rows have numbers.
  static func mostBlocks(of blockRows: Int) -> Int { min(Int.max / blockRows, Int.max / 2) }

  /// The smallest power of two that is not less than `count`.
  static func minimumPower(notBelow count: Int) -> Int {
    var power = 1
    while power < count { power *= 2 }
    return power
  }
}
