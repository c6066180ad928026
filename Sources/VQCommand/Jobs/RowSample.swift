internal import VectorQuantization

/// Rows drawn without replacement, every selection of so many equally likely, in ascending order.
///
/// Few of many rows are drawn one by one (R. Floyd's method) and sorted. Of others each row in turn
/// is asked for with the probability that it belongs, which needs no memory: C. T. Fan, M. E. Muller
/// and I. Rezucha, "Development of sampling plans by using sequential (item by item) selection
/// techniques and digital computers", JASA 57, 1962.
struct RowSample: Sequence, IteratorProtocol {
  private var generator: Xoshiro256
  /// The rows that are left to be given, the last first; `nil` if rows are asked for in turn.
  private var drawn: [Int]?
  private var row = 0
  private let rowCount: Int
  private var missing: Int

  /// One draw of Floyd's costs as much as so many rows in turn.
  private static let drawCost = 32

  /// Draws `count` of `rowCount` rows.
  init(count: Int, of rowCount: Int, seed: UInt64) {
    precondition(count >= 0 && count <= rowCount, "there are so many rows")
    generator = Xoshiro256(seed: seed, restart: 0)
    self.rowCount = rowCount
    missing = count
    if count < rowCount / Self.drawCost {
      drawn = generator.distinctIntegers(count, below: rowCount).sorted(by: >)
    }
  }

  mutating func next() -> Int? {
    if drawn != nil { return drawn?.popLast() }
    while missing > 0 {
      defer { row += 1 }
      if generator.integer(below: rowCount - row) < missing {
        missing -= 1
        return row
      }
    }
    return nil
  }
}
