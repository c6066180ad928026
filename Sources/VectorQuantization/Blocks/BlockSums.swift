/// The sums of some blocks of observations, by code, which can be sent to other processes and
/// machines.
///
/// Observations are divided into blocks of a fixed number of rows, numbered from 0. Each process
/// adds up its own blocks. Sums of neighbouring blocks merge (``merge(_:)``), and the sums of all
/// blocks give the next centroids (``centroids(after:origin:)``).
///
/// Blocks are the leaves of an aligned binary tree, as chunks are inside a fit. A value always
/// holds the sums of one node: of blocks [*a*, *b*), where *a* is a multiple of the smallest power
/// of two that is not less than *b* − *a*. So numbers are always added in the same order, and the
/// sums have the same bits however the blocks are distributed.
public struct BlockSums: Sendable, Equatable {
  /// The properties that two sums must share to be merged.
  public let problem: Problem
  /// The range of blocks that were added up.
  public internal(set) var blocks: Range<Int>
  /// The number of observations in the blocks.
  public internal(set) var rowCount: Int
  /// The sum of squared distances, weighted if there are weights.
  public internal(set) var inertia: Double
  /// The sum of distances, weighted if there are weights.
  public internal(set) var distances: Double
  /// For each code, the number of its observations.
  public internal(set) var counts: [Int64]
  /// For each code, the total weight of its observations; their number if there are no weights.
  public internal(set) var weights: [Double]
  /// For each code and feature, the weighted sum of differences from the origin.
  public internal(set) var sums: [Double]

  /// The sum of the weights; the number of observations if there are no weights.
  ///
  /// It is computed from the codes' weights, so its bits follow from theirs.
  public var totalWeight: Double { weights.reduce(0, +) }

  /// One iteration of a problem: what the observations were assigned to, and how they are divided.
  public struct Problem: Sendable, Equatable {
    /// The number of centroids.
    public let clusterCount: Int
    /// The number of features.
    public let featureCount: Int
    /// The number of rows in a block; the last of all blocks may have fewer.
    public let blockRows: Int
    /// Whether observations have weights.
    public let isWeighted: Bool
    /// The metric of the codebook.
    public let metric: KMeans.Metric
    /// The scalar type of the computation: `float32` or `float64`.
    public let scalarType: ElementType
    /// A hash of the codebook, the origin, the counts above and the scalar type.
    public let fingerprint: UInt64
  }
}

extension BlockSums.Problem {
  /// Creates the problem for observations that are assigned to a codebook.
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
  /// Returns whether a range of blocks is a node of the tree, or the last, incomplete node of a
  /// level.
  static func isNode(_ blocks: Range<Int>) -> Bool {
    !blocks.isEmpty && blocks.lowerBound >= 0
      && blocks.lowerBound.isMultiple(of: minimumPower(notBelow: blocks.count))
  }

  /// The maximum number of blocks of `blockRows` rows, so that every row number fits an `Int`.
  static func mostBlocks(of blockRows: Int) -> Int { min(Int.max / blockRows, Int.max / 2) }

  /// The smallest power of two that is not less than `count`.
  static func minimumPower(notBelow count: Int) -> Int {
    var power = 1
    while power < count { power *= 2 }
    return power
  }
}
