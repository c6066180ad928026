/// Where what is nearer to one of two numbers ends, and what is nearer to the other begins: exactly.
///
/// |x − a| < |x − b| for a < b means 2x < a + b. The sum is kept as its rounding and what that lost
/// (D. E. Knuth, The Art of Computer Programming 2, 4.2.2). A double on one side of the rounded sum
/// is on the same side of the exact one, and where 2x is the rounded sum, what was lost decides. So
/// one comparison and one for equality suffice, and the border is found by binary search.
package struct Border {
  private let limit: Double
  private let factor: Double
  private let holdsLimit: Bool

  /// The border between `left` and `right`, which is greater.
  ///
  /// - Parameters:
  ///   - left: The lesser number, finite.
  ///   - right: The greater, finite.
  ///   - leftHasTies: Whether what is equally near to both belongs to the left.
  package init(between left: Double, and right: Double, leftHasTies: Bool) {
    // Where the sum overflows, both numbers are far from the subnormals and have exact halves.
    let unit = (left + right).isFinite ? 1 : 0.5
    let sum = DoubleDouble(difference: left * unit, -right * unit)
    limit = sum.high
    factor = 2 * unit
    holdsLimit = sum.low > 0 || (sum.low == 0 && leftHasTies)
  }

  /// Whether `number` belongs to the left.
  package func isLeft(_ number: Double) -> Bool {
    let doubled = number * factor
    return doubled < limit || (doubled == limit && holdsLimit)
  }
}
