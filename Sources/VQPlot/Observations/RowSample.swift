internal import VectorQuantization

/// A sample of the rows, in which all rows are equally likely.
package enum RowSample {
  /// Draws at most `limit` distinct row numbers.
  ///
  /// - Parameters:
  ///   - count: The number of rows.
  ///   - limit: The maximum number of rows to draw.
  ///   - seed: The seed of the choice.
  /// - Returns: The row numbers in ascending order; all of them if there are no more than `limit`.
  /// - Complexity: O(`limit` log `limit`).
  package static func rows(of count: Int, atMost limit: Int, seed: UInt64) -> [Int] {
    guard count > limit else { return Array(0..<count) }
    var generator = Xoshiro256(seed: seed, restart: 0)
    return generator.distinctIntegers(limit, below: count).sorted()
  }
}
