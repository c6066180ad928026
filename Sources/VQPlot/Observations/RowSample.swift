internal import VectorQuantization

/// Some rows of many, all equally likely.
package enum RowSample {
  /// Draws the numbers of at most `limit` rows.
  ///
  /// - Parameters:
  ///   - count: The number of rows there are.
  ///   - limit: The most rows to draw.
  ///   - seed: Fixes the choice.
  /// - Returns: The numbers in ascending order; all there are, if there are no more than `limit`.
  /// - Complexity: O(`limit` log `limit`).
  package static func rows(of count: Int, atMost limit: Int, seed: UInt64) -> [Int] {
    guard count > limit else { return Array(0..<count) }
    var generator = Xoshiro256(seed: seed, restart: 0)
    return generator.distinctIntegers(limit, below: count).sorted()
  }
}
