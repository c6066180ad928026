/// An unevaluated sum of two doubles, with a precision of about 106 bits.
///
/// Provides the few operations that the exact comparison of distances needs. T. J. Dekker, "A
/// floating-point technique for extending the available precision", Numerische Mathematik 18, 1971.
/// Uses only additions and multiplications, so it needs no fused multiply-add.
package struct DoubleDouble: BitwiseCopyable, Sendable {
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

  /// Creates a − b, exactly.
  package init(difference a: Double, _ b: Double) {
    self = Self.sum(a, -b)
  }

  /// Returns a + b, exactly.
  private static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let high = a + b
    let part = high - a
    return DoubleDouble(high: high, low: (a - (high - part)) + (b - part))
  }

  /// Returns a², exactly if a² is a normal number.
  private static func square(_ a: Double) -> DoubleDouble {
    let (top, rest) = split(a)
    let high = a * a
    return DoubleDouble(high: high, low: ((top * top - high) + 2 * top * rest) + rest * rest)
  }

  /// Creates a · b, exactly if the product is a normal number.
  package init(product a: Double, _ b: Double) {
    let (left, right) = (Self.split(a), Self.split(b))
    high = a * b
    low =
      ((left.top * right.top - high) + left.top * right.rest + left.rest * right.top)
      + left.rest * right.rest
  }

  /// Splits `a` into two numbers of half as many digits whose sum is `a`.
  private static func split(_ a: Double) -> (top: Double, rest: Double) {
    let split = a * 0x8000001p0
    let top = split - (split - a)
    return (top, a - top)
  }

  /// Returns the square, with a relative error of about 2⁻¹⁰⁴.
  package func squared() -> DoubleDouble {
    var result = Self.square(high)
    result.low += 2 * high * low
    return Self.sum(result.high, result.low)
  }

  /// Adds `other`, with a relative error of about 2⁻¹⁰⁴ if both numbers are positive.
  package mutating func add(_ other: DoubleDouble) {
    var result = Self.sum(high, other.high)
    result.low += low + other.low
    self = Self.sum(result.high, result.low)
  }

  /// Adds a double and adds its rounding error to `low`; see ``normalized()``.
  ///
  /// T. Ogita, S. M. Rump and S. Oishi, "Accurate sum and dot product", SIAM Journal on Scientific
  /// Computing 26, 2005: the result is as accurate as a sum in twice the precision, rounded once.
  package mutating func accumulate(_ value: Double) {
    let sum = Self.sum(high, value)
    high = sum.high
    low += sum.low
  }

  /// Returns the same number with `low` reduced to the rounding error of `high`.
  package func normalized() -> DoubleDouble { Self.sum(high, low) }

  /// Returns the product, with a relative error of about 2⁻¹⁰².
  package func times(_ other: DoubleDouble) -> DoubleDouble {
    var result = DoubleDouble(product: high, other.high)
    result.low += high * other.low + low * other.high
    return result.normalized()
  }

  /// The number with its sign changed.
  package var negated: DoubleDouble { DoubleDouble(high: -high, low: -low) }

  /// Returns the product with a power of two.
  package func scaled(by factor: Double) -> DoubleDouble {
    DoubleDouble(high: high * factor, low: low * factor)
  }

  /// Returns self − other, rounded to one double.
  package func minus(_ other: DoubleDouble) -> Double {
    let top = Self.sum(high, -other.high)
    return top.high + (top.low + (low - other.low))
  }
}
