/// Rounds bounds on distances outward to `Float`.
///
/// `Float` takes half the memory of `Double`. Rounding outward ensures that a bound stays a bound.
package enum Bound {
  /// A relative error far above the rounding of `Float` and of the few operations on a bound.
  private static let roundoff = 0x1p-22
  private static let maximum = Double(Float.greatestFiniteMagnitude)
  /// More than a distance loses to subnormal squares, and a bound to subnormal `Float` values.
  private static let underflow = 0x1p-148

  /// Returns a number that is at least `value`.
  @inline(__always)
  package static func above(_ value: Double) -> Float {
    Float(value + value.magnitude * roundoff + underflow)
  }

  /// Returns a number that is at most `value`.
  @inline(__always)
  package static func below(_ value: Double) -> Float {
    // Infinity would claim more than is known, so use the largest finite number.
    let finite = value > maximum ? maximum : value
    return Float(finite - finite.magnitude * roundoff - underflow)
  }

  /// Returns a number that is at least the distance whose computed square is `squared`.
  ///
  /// A sum of squares in `Double` has a relative error of (d + 4) · 2⁻⁵². This is a small part of
  /// `roundoff` for any number of features that fits in memory.
  @inline(__always)
  package static func distanceAbove(_ squared: Double) -> Double {
    squared.squareRoot() * (1 + roundoff) + underflow
  }

  /// Returns a number that is at most the distance whose computed square is `squared`.
  @inline(__always)
  package static func distanceBelow(_ squared: Double) -> Double {
    squared.squareRoot() * (1 - roundoff) - underflow
  }
}
