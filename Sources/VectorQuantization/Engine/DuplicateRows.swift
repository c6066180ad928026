/// Finds rows that equal an earlier one, bit for bit.
///
/// A hash table with open addressing, allocated once. Starts drawn from data with few distinct
/// observations hold many copies, and under `EmptyClusters.keep` they stay copies.
struct DuplicateRows {
  /// Numbers of rows, or -1; twice as many places as rows, at least.
  private var table: [Int32]

  init(capacity: Int) {
    var count = 2
    while count < 2 * capacity { count *= 2 }
    table = Array(repeating: -1, count: count)
  }

  /// A number that equal rows share, and others hardly ever.
  static func hash<Scalar: VectorScalar>(_ row: Span<Scalar>) -> UInt64 {
    var hash: UInt64 = 0
    for index in row.indices {
      hash = (hash ^ Double(row[index]).bitPattern) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 32
    }
    return hash
  }

  /// Calls `body` with the number of each row that equals an earlier one.
  ///
  /// - Parameters:
  ///   - elements: Where the rows lie, one after the other.
  ///   - range: The elements of the rows; numbers count from its start.
  ///   - columnCount: The length of a row.
  ///   - hashes: The hash of each row.
  ///   - body: Receives the number of a row.
  /// - Complexity: O(rows), and O(columns) for each two rows of one hash.
  mutating func forEachCopy<Scalar: VectorScalar>(
    in elements: [Scalar], rows range: Range<Int>, columnCount: Int, hashes: [UInt64],
    _ body: (Int) -> Void
  ) {
    for place in table.indices { table[place] = -1 }
    let mask = table.count - 1
    for row in 0..<(range.count / columnCount) {
      let start = range.lowerBound + row * columnCount
      var place = Int(truncatingIfNeeded: hashes[row]) & mask
      while true {
        let other = Int(table[place])
        if other < 0 {
          table[place] = Int32(row)
          break
        }
        let earlier = range.lowerBound + other * columnCount
        if hashes[other] == hashes[row],
          (0..<columnCount).allSatisfy({ elements[earlier + $0] == elements[start + $0] })
        {
          body(row)
          break
        }
        place = (place + 1) & mask
      }
    }
  }
}
