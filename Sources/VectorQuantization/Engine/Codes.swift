/// The codes of one run's observations, and the state they belong to.
struct Codes: Sendable {
  /// One code for each observation; empty if codes are not kept.
  private(set) var all: [Int32] = []
  /// The number of centroids the codes refer to; `nil` if the codes belong to no centroids.
  private(set) var clusterCount: Int?
  /// Whether the codes already belong to the current centroids, so that no search is needed.
  private(set) var areCurrent = false
  /// How many codes the last pass changed.
  ///
  /// `nil` if that is unknown, or if the sums do not match the codes.
  var movedCount: Int?

  var areKept: Bool { !all.isEmpty }

  /// Marks the codes as belonging to no centroids.
  ///
  /// If `rowCount` is given and codes were not kept before, allocates memory for them.
  mutating func begin(rowCount: Int?) {
    if let rowCount, all.isEmpty { all = Array(repeating: 0, count: rowCount) }
    clusterCount = nil
    areCurrent = false
    movedCount = nil
  }

  /// Takes over known codes of the starting centroids, before the first iteration.
  mutating func begin(with known: [Int32], clusterCount: Int) {
    all = known
    self.clusterCount = clusterCount
    areCurrent = true
    movedCount = nil
  }

  /// Returns whether a search among `clusterCount` centroids can start from these codes.
  func areThose(of clusterCount: Int) -> Bool { areKept && self.clusterCount == clusterCount }

  /// The codes as memory that workers may write.
  var memory: LentMemory<Int32> {
    @_lifetime(&self)
    mutating get { LentMemory(all.mutableSpan) }
  }

  /// Records that a pass found codes among `clusterCount` centroids.
  mutating func note(clusterCount: Int) {
    self.clusterCount = areKept ? clusterCount : nil
    areCurrent = false
  }
}
