/// Gives the observations farthest from their centroids to empty clusters, one to each.
///
/// The last observation of a cluster never moves, and neither does an observation that lies on its
/// centroid. A cluster may then stay empty until the next iteration. Observations may be offered in
/// any order, and in parts that are merged later: the moves are the same. Used by fits and, through
/// the C interface, by iterations over blocks.
package struct Relocation: Sendable {
  /// An observation that may move.
  package struct Candidate: Sendable, Equatable {
    package let row: Int
    package let code: Int32
    package let distance: Double

    /// Creates a candidate.
    package init(row: Int, code: Int32, distance: Double) {
      self.row = row
      self.code = code
      self.distance = distance
    }
  }

  /// The number of observations to keep.
  let capacity: Int
  /// For each code, the number of its observations with positive weight.
  package private(set) var members: [Int64]
  /// The farthest observations, and possibly some that are not among the farthest.
  private var kept: [Candidate] = []
  /// Observations nearer than this cannot be among the farthest.
  private var nearest = 0.0

  /// The number of observations to keep for `emptyCount` empty clusters.
  ///
  /// Twice as many, because some observations may not leave their clusters.
  package static func capacity(emptyCount: Int) -> Int { 2 * emptyCount }

  /// Creates a relocation without any offers.
  package init(clusterCount: Int, capacity: Int) {
    self.capacity = capacity
    members = Array(repeating: 0, count: clusterCount)
  }

  /// Restores a relocation from its state after some offers.
  package init(members: [Int64], candidates: [Candidate], capacity: Int) {
    self.capacity = capacity
    self.members = members
    for candidate in candidates { keep(candidate) }
  }

  /// Considers an observation.
  ///
  /// An observation of weight 0 belongs to no cluster and is ignored.
  package mutating func offer(_ candidate: Candidate, weight: Double) {
    guard weight > 0 else { return }
    members[Int(candidate.code)] += 1
    keep(candidate)
  }

  /// Considers all observations that were offered to another relocation.
  package mutating func merge(_ other: Relocation) {
    for code in members.indices { members[code] += other.members[code] }
    for candidate in other.kept { keep(candidate) }
  }

  /// The farthest observations, farthest first; on a tie, the lower row first.
  package var candidates: [Candidate] {
    let sorted = kept.sorted {
      $0.distance == $1.distance ? $0.row < $1.row : $0.distance > $1.distance
    }
    return Array(sorted.prefix(capacity))
  }

  /// The codes without observations of positive weight, ascending.
  package var emptyCodes: [Int] { members.indices.filter { members[$0] == 0 } }

  /// Returns the moves.
  ///
  /// - Parameter empty: The codes of empty clusters, ascending.
  /// - Returns: The row and the new code of each observation to move.
  package func moves(to empty: [Int]) -> [(row: Int, code: Int32)] {
    var members = members
    var left = empty.makeIterator()
    var moves: [(row: Int, code: Int32)] = []
    for candidate in candidates where members[Int(candidate.code)] > 1 {
      guard let code = left.next() else { break }
      members[Int(candidate.code)] -= 1
      moves.append((candidate.row, Int32(code)))
    }
    return moves
  }

  private mutating func keep(_ candidate: Candidate) {
    guard candidate.distance > 0, candidate.distance >= nearest, capacity > 0 else { return }
    kept.append(candidate)
    // Sorts rarely, so that the cost of a candidate is logarithmic.
    if kept.count >= 2 * capacity + 64 {
      kept = candidates
      nearest = kept[capacity - 1].distance
    }
  }
}
