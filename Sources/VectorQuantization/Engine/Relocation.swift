/// Gives the observations farthest from their centroids to empty clusters, one to each.
///
/// The last observation of a cluster stays, and so does one that lies on its centroid: a cluster may
/// then stay empty until the next iteration.
enum Relocation {
  /// An observation that may be moved.
  struct Candidate: Sendable {
    let row: Int
    let code: Int32
  }

  /// How many observations to look at for so many empty clusters: some to spare, for those that may
  /// not leave theirs.
  static func candidateCount(emptyCount: Int) -> Int { 2 * emptyCount }

  /// The moves.
  ///
  /// - Parameters:
  ///   - empty: The codes of empty clusters, ascending.
  ///   - farthest: Observations by falling distance, the lower row first on a tie; of positive weight,
  ///     and not on their centroids.
  ///   - members: For each code, how many observations of positive weight have it.
  /// - Returns: For each observation to move its row and its new code.
  static func moves(
    to empty: [Int], from farthest: [Candidate], members: [Int]
  ) -> [(row: Int, code: Int32)] {
    var members = members
    var left = empty.makeIterator()
    var moves: [(row: Int, code: Int32)] = []
    for candidate in farthest where members[Int(candidate.code)] > 1 {
      guard let code = left.next() else { break }
      members[Int(candidate.code)] -= 1
      moves.append((candidate.row, Int32(code)))
    }
    return moves
  }
}

/// The rows of greatest distance, farthest first, the lower row first on a tie.
struct FarthestRows<Distance: Comparable> {
  private let capacity: Int
  private var entries: [(row: Int, distance: Distance)] = []

  init(capacity: Int) {
    self.capacity = capacity
  }

  var rows: [Int] { entries.map(\.row) }

  /// Takes in a row; rows must come in ascending order.
  mutating func offer(_ row: Int, at distance: Distance) {
    if entries.count == capacity {
      guard let last = entries.last, distance > last.distance else { return }
      entries.removeLast()
    }
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].distance >= distance { low = middle + 1 } else { high = middle }
    }
    entries.insert((row, distance), at: low)
  }
}
