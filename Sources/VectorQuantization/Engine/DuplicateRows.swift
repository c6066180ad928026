/// Finds rows that equal an earlier row, bit for bit.
///
/// Uses a hash table with open addressing, allocated once. Copies are common: starts drawn from
/// data with few distinct observations contain many, and `EmptyClusters.keep` never removes them.
struct DuplicateRows: ~Copyable, Sendable {
  /// Row numbers, or -1 for free entries.
  ///
  /// The table has at least twice as many entries as rows.
  private let table: TileMemory<Int32>
  /// The hash of each row.
  ///
  /// The caller must write the hashes before it looks for copies.
  let hashes: TileMemory<UInt64>

  init(capacity: Int) {
    var count = 2
    while count < 2 * capacity { count *= 2 }
    table = TileMemory(repeating: -1, count: count)
    hashes = TileMemory(count: capacity)
  }

  /// A hash that is the same for equal rows, and almost always different for others.
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
  ///   - stop: Polled every 4096 rows.
  ///   - body: Receives the number of a row.
  /// - Complexity: O(rows), and O(columns) for each two rows with the same hash.
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
  /// Returns whether every number equals the corresponding number of a span of the same length.
  func equals(_ other: Span<Double>) -> Bool {
    indices.allSatisfy { Double(self[$0]) == other[$0] }
  }
}
