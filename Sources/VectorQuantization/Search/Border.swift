/// The exact border between the numbers nearer to one number and those nearer to a larger one.
///
/// For a < b, |x − a| < |x − b| holds exactly if 2x < a + b. The sum is stored as its rounded value
/// and the rounding error (D. E. Knuth, The Art of Computer Programming 2, 4.2.2). A double on one
/// side of the rounded sum is on the same side of the exact sum. If 2x equals the rounded sum, the
/// sign of the error decides. So each test takes one comparison with `<` and one with `==`, and a
/// binary search finds the border in sorted numbers.
package struct Border {
  private let limit: Double
  private let factor: Double
  private let holdsLimit: Bool

  /// Creates the border between `left` and `right`.
  ///
  /// - Parameters:
  ///   - left: The smaller number, finite.
  ///   - right: The larger number, finite.
  ///   - leftHasTies: True if numbers equally near to both belong to the left.
  package init(between left: Double, and right: Double, leftHasTies: Bool) {
    // If the sum overflows, both numbers are far from the subnormals, so halving them is exact.
    let unit = (left + right).isFinite ? 1 : 0.5
    let sum = DoubleDouble(difference: left * unit, -right * unit)
    limit = sum.high
    factor = 2 * unit
    holdsLimit = sum.low > 0 || (sum.low == 0 && leftHasTies)
  }

  /// Returns whether `number` belongs to the left.
  package func isLeft(_ number: Double) -> Bool {
    let doubled = number * factor
    return doubled < limit || (doubled == limit && holdsLimit)
  }
}
