/// Gives the observations farthest from their centroids to empty clusters, one to each.
///
/// The last observation of a cluster stays, and so does one that lies on its centroid: a cluster may
/// then stay empty until the next iteration. Observations may be offered in any order and in parts
/// that merge; the moves are the same. Fits ask this, and so do iterations over blocks, through the
/// C interface.
package struct Relocation: Sendable {
  /// An observation that may move.
  package struct Candidate: Sendable, Equatable {
    package let row: Int
    package let code: Int32
    package let distance: Double

    /// Describes an observation.
    package init(row: Int, code: Int32, distance: Double) {
      self.row = row
      self.code = code
      self.distance = distance
    }
  }

  /// How many observations to keep.
  let capacity: Int
  /// For each code, how many observations of positive weight have it.
  package private(set) var members: [Int64]
  /// The farthest observations, and some that may not be among them.
  private var kept: [Candidate] = []
  /// No observation that is nearer is among the farthest.
  private var nearest = 0.0

  /// How many observations to keep for so many empty clusters: as many to spare, for those that may
  /// not leave their clusters.
  package static func capacity(emptyCount: Int) -> Int { 2 * emptyCount }

  /// Creates a relocation that was offered nothing yet.
  package init(clusterCount: Int, capacity: Int) {
    self.capacity = capacity
    members = Array(repeating: 0, count: clusterCount)
  }

  /// Creates a relocation as it was after some offers.
  package init(members: [Int64], candidates: [Candidate], capacity: Int) {
    self.capacity = capacity
    self.members = members
    for candidate in candidates { keep(candidate) }
  }

  /// Considers an observation; one of weight 0 belongs to no cluster.
  package mutating func offer(_ candidate: Candidate, weight: Double) {
    guard weight > 0 else { return }
    members[Int(candidate.code)] += 1
    keep(candidate)
  }

  /// Considers all that another relocation was offered.
  package mutating func merge(_ other: Relocation) {
    for code in members.indices { members[code] += other.members[code] }
    for candidate in other.kept { keep(candidate) }
  }

  /// The farthest observations, farthest first, the lower row first on a tie.
  package var candidates: [Candidate] {
    let sorted = kept.sorted {
      $0.distance == $1.distance ? $0.row < $1.row : $0.distance > $1.distance
    }
    return Array(sorted.prefix(capacity))
  }

  /// The codes without observations, ascending.
  package var emptyCodes: [Int] { members.indices.filter { members[$0] == 0 } }

  /// The moves.
  ///
  /// - Parameter empty: The codes of empty clusters, ascending.
  /// - Returns: For each observation to move its row and its new code.
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
    // Sorted seldom, so that a candidate costs a logarithm.
    if kept.count >= 2 * capacity + 64 {
      kept = candidates
      nearest = kept[capacity - 1].distance
    }
  }
}
