/// An unevaluated sum of two `Double`s with about 106 bits of precision; `low` is at most half an
/// ulp of `high`.
///
/// T. Dekker, "A floating-point technique for extending the available precision", 1971.
struct DoubleDouble {
  private(set) var high: Double
  private(set) var low: Double

  static let zero = DoubleDouble(high: 0, low: 0)

  /// Creates the exact difference of two numbers.
  init(_ minuend: Double, minus subtrahend: Double) {
    (high, low) = Self.exactSum(minuend, -subtrahend)
  }

  private init(high: Double, low: Double) {
    (self.high, self.low) = (high, low)
  }

  /// The square, with a relative error of a few parts in 2¹⁰⁴; exact if it fits.
  var squared: DoubleDouble {
    let product = high * high
    let remainder = (-product).addingProduct(high, high)
    return Self.renormalised(product, remainder + 2 * high * low + low * low)
  }

  static func + (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let (high, remainder) = exactSum(left.high, right.high)
    let (low, lowest) = exactSum(left.low, right.low)
    let partial = renormalised(high, remainder + low)
    return renormalised(partial.high, partial.low + lowest)
  }

  /// Returns the difference to a smaller number, relative to this number.
  func relativeExcess(over other: DoubleDouble) -> Double {
    ((high - other.high) + (low - other.low)) / max(high, Double.leastNonzeroMagnitude)
  }

  /// Returns the rounded sum, and its rounding error.
  private static func exactSum(_ left: Double, _ right: Double) -> (Double, Double) {
    let sum = left + right
    let back = sum - left
    return (sum, (left - (sum - back)) + (right - back))
  }

  private static func renormalised(_ high: Double, _ low: Double) -> DoubleDouble {
    let sum = high + low
    return DoubleDouble(high: sum, low: low - (sum - high))
  }
}
