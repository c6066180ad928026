/// Finds rows that equal an earlier one, bit for bit.
///
/// A hash table with open addressing, allocated once. Starts drawn from data with few distinct
/// observations hold many copies, and under `EmptyClusters.keep` they stay copies.
struct DuplicateRows: ~Copyable, Sendable {
  /// Numbers of rows, or -1; twice as many places as rows, at least.
  private let table: TileMemory<Int32>
  /// For each row, what copies of it share: to be written before copies are looked for.
  let hashes: TileMemory<UInt64>

  init(capacity: Int) {
    var count = 2
    while count < 2 * capacity { count *= 2 }
    table = TileMemory(repeating: -1, count: count)
    hashes = TileMemory(count: capacity)
  }

  /// A number that equal rows share, and others hardly ever.
  static func hash(_ row: Span<Double>) -> UInt64 {
    var hash: UInt64 = 0
    for index in row.indices {
      hash = (hash ^ row[index].bitPattern) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 32
    }
    return hash
  }

  /// Calls `body` with the number of each row that equals an earlier one, until `stop` is raised.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - stop: Polled every few thousand rows.
  ///   - body: Receives the number of a row.
  /// - Complexity: O(rows), and O(columns) for each two rows of one hash.
  func forEachCopy(
    in rows: MatrixSpan<Double>, stop: StopFlag? = nil, _ body: (Int) -> Void
  ) {
    let hashes = hashes.span
    var table = table.lent
    table.update(repeating: -1)
    let mask = table.count - 1
    for row in 0..<rows.rowCount {
      if row & 0xFFF == 0, let stop, stop.isRaised { return }
      var place = Int(truncatingIfNeeded: hashes[row]) & mask
      while true {
        let other = Int(table[place])
        if other < 0 {
          table[place] = Int32(row)
          break
        }
        if hashes[other] == hashes[row], rows[row: other].equals(rows[row: row]) {
          body(row)
          break
        }
        place = (place + 1) & mask
      }
    }
  }
}

extension Span where Element: VectorScalar {
  /// Whether every number equals that of another span of the same length.
  func equals(_ other: Span<Double>) -> Bool {
    indices.allSatisfy { Double(self[$0]) == other[$0] }
  }
}
