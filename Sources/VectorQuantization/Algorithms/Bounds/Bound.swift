/// Bounds on distances, kept in `Float`: half the memory, and rounded outward so that a bound stays
/// one.
package enum Bound {
  /// A share of any bound, far above what `Float` and the few operations on it round.
  private static let roundoff = 0x1p-22
  private static let maximum = Double(Float.greatestFiniteMagnitude)
  /// More than what squares below the normal numbers lose of a distance, and `Float` of a bound.
  private static let underflow = 0x1p-148

  /// A number not less than `value`.
  @inline(__always)
  package static func above(_ value: Double) -> Float {
    Float(value + value.magnitude * roundoff + underflow)
  }

  /// A number not greater than `value`.
  @inline(__always)
  package static func below(_ value: Double) -> Float {
    // The largest finite number, where infinity would claim more than is known.
    let finite = value > maximum ? maximum : value
    return Float(finite - finite.magnitude * roundoff - underflow)
  }

  /// A number not less than the distance whose square was computed to be `squared`.
  ///
  /// A sum of squares in `Double` is good to a share of (d + 4) · 2⁻⁵², a small part of `roundoff`
  /// for any number of features that fits memory.
  @inline(__always)
  package static func distanceAbove(_ squared: Double) -> Double {
    squared.squareRoot() * (1 + roundoff) + underflow
  }

  /// A number not greater than the distance whose square was computed to be `squared`.
  @inline(__always)
  package static func distanceBelow(_ squared: Double) -> Double {
    squared.squareRoot() * (1 - roundoff) - underflow
  }
}
