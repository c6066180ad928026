internal import VectorQuantization

/// A sequence of rows drawn without replacement, in ascending order; all selections are equally
/// likely.
///
/// If few of many rows are drawn, R. Floyd's method draws them one by one, and they are sorted.
/// Otherwise each row in turn is selected with the probability that it belongs to the sample, which
/// needs no memory: C. T. Fan, M. E. Muller and I. Rezucha, "Development of sampling plans by using
/// sequential (item by item) selection techniques and digital computers", JASA 57, 1962.
struct RowSample: Sequence, IteratorProtocol {
  private var generator: Xoshiro256
  /// The remaining rows of Floyd's method, in descending order; `nil` for the sequential method.
  private var drawn: [Int]?
  private var row = 0
  private let rowCount: Int
  private var missing: Int

  /// One draw of Floyd's method costs as much as this many rows of the sequential method.
  private static let drawCost = 32

  /// Draws `count` of `rowCount` rows.
  init(count: Int, of rowCount: Int, seed: UInt64) {
    precondition(
      count >= 0 && count <= rowCount, "the sample must not be larger than the number of rows")
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
