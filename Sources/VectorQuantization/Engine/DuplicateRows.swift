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

  /// Calls `body` with the number of each row that equals an earlier one.
  ///
  /// - Parameters:
  ///   - elements: Where the rows lie, one after the other.
  ///   - range: The elements of the rows; numbers count from its start.
  ///   - columnCount: The length of a row.
  ///   - body: Receives the number of a row.
  /// - Complexity: O(rows · columns), unless hashes collide.
  mutating func forEachCopy<Scalar: VectorScalar>(
    in elements: [Scalar], rows range: Range<Int>, columnCount: Int, _ body: (Int) -> Void
  ) {
    for place in table.indices { table[place] = -1 }
    let mask = table.count - 1
    for row in 0..<(range.count / columnCount) {
      let start = range.lowerBound + row * columnCount
      var hash: UInt64 = 0
      for index in start..<(start + columnCount) {
        hash = (hash ^ Double(elements[index]).bitPattern) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 32
      }
      var place = Int(truncatingIfNeeded: hash) & mask
      while true {
        let other = Int(table[place])
        if other < 0 {
          table[place] = Int32(row)
          break
        }
        let earlier = range.lowerBound + other * columnCount
        if (0..<columnCount).allSatisfy({ elements[earlier + $0] == elements[start + $0] }) {
          body(row)
          break
        }
        place = (place + 1) & mask
      }
    }
  }
}
