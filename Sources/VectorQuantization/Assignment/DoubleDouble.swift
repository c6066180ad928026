/// An unevaluated sum of two doubles, which together carry about 106 bits.
///
/// The few operations that exact comparison of distances needs. T. J. Dekker, "A floating-point
/// technique for extending the available precision", Numerische Mathematik 18, 1971. Built on
/// additions and multiplications alone, so that no processor needs a fused multiply-add for it.
package struct DoubleDouble {
  package var high: Double
  package var low: Double

  package init(_ value: Double) {
    high = value
    low = 0
  }

  private init(high: Double, low: Double) {
    self.high = high
    self.low = low
  }

  /// a − b, exactly.
  package init(difference a: Double, _ b: Double) {
    self = Self.sum(a, -b)
  }

  /// a + b, exactly.
  private static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let high = a + b
    let part = high - a
    return DoubleDouble(high: high, low: (a - (high - part)) + (b - part))
  }

  /// a², exactly, for a whose square is a normal number.
  private static func square(_ a: Double) -> DoubleDouble {
    let split = a * 0x8000001p0
    let top = split - (split - a)
    let rest = a - top
    let high = a * a
    return DoubleDouble(high: high, low: ((top * top - high) + 2 * top * rest) + rest * rest)
  }

  /// The square, to about 2⁻¹⁰⁴.
  package func squared() -> DoubleDouble {
    var result = Self.square(high)
    result.low += 2 * high * low
    return Self.sum(result.high, result.low)
  }

  /// Adds another, to about 2⁻¹⁰⁴ if both are positive.
  package mutating func add(_ other: DoubleDouble) {
    var result = Self.sum(high, other.high)
    result.low += low + other.low
    self = Self.sum(result.high, result.low)
  }

  /// The product with a power of two.
  package func scaled(by factor: Double) -> DoubleDouble {
    DoubleDouble(high: high * factor, low: low * factor)
  }

  /// self − other, as one double.
  package func minus(_ other: DoubleDouble) -> Double {
    let top = Self.sum(high, -other.high)
    return top.high + (top.low + (low - other.low))
  }
}
