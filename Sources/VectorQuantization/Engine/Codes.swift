/// The codes of one run's observations, and what is known of them.
struct Codes: Sendable {
  /// One an observation; empty if none are kept.
  private(set) var all: [Int32] = []
  /// How many centroids they were found among; `nil` if they belong to no centroids.
  private(set) var clusterCount: Int?
  /// Whether they are those of the present centroids already, so that no search is needed.
  private(set) var areCurrent = false
  /// How many of them the last pass changed; `nil` if that is unknown, or if sums are not theirs.
  var movedCount: Int?

  var areKept: Bool { !all.isEmpty }

  /// No codes, unless so many observations must keep theirs: then codes of no centroids.
  mutating func begin(rowCount: Int?) {
    if let rowCount, all.isEmpty { all = Array(repeating: 0, count: rowCount) }
    clusterCount = nil
    areCurrent = false
    movedCount = nil
  }

  /// Codes of centroids from which no iteration was made yet.
  mutating func begin(with known: [Int32], clusterCount: Int) {
    all = known
    self.clusterCount = clusterCount
    areCurrent = true
    movedCount = nil
  }

  /// Whether they are a start for a search among so many centroids.
  func areThose(of clusterCount: Int) -> Bool { areKept && self.clusterCount == clusterCount }

  /// The memory for workers to write.
  var memory: LentMemory<Int32> {
    @_lifetime(&self)
    mutating get { LentMemory(all.mutableSpan) }
  }

  /// Takes in that a pass found codes among so many centroids.
  mutating func note(clusterCount: Int) {
    self.clusterCount = areKept ? clusterCount : nil
    areCurrent = false
  }
}
