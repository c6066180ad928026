internal import VectorQuantization

/// A generator of standard normal numbers, many times faster than the library's exact generator.
///
/// It uses the polar method, which makes two numbers at once: G. Marsaglia and T. A. Bray, "A
/// convenient method for generating normal variables", SIAM Review 6, 1964. The logarithm is a
/// series, because its operations are rounded the same way everywhere: the last bits of system
/// logarithms differ between systems.
struct NormalPairs {
  /// The second number of a pair, until it is used.
  private var spare: Double?

  mutating func next(from generator: inout Xoshiro256) -> Double {
    if let second = spare {
      spare = nil
      return second
    }
    while true {
      let (x, y) = (2 * generator.uniform() - 1, 2 * generator.uniform() - 1)
      let square = x * x + y * y
      guard square < 1, square > 0 else { continue }
      let factor = (-2 * Self.logarithm(square) / square).squareRoot()
      spare = factor * y
      return factor * x
    }
  }

  /// The natural logarithm of a positive normal number, with an error of about 1e-16.
  private static func logarithm(_ number: Double) -> Double {
    let fraction = number.bitPattern & (1 << 52 - 1)
    var exponent = Double(Int(number.bitPattern >> 52) - 1023)
    var significand = Double(bitPattern: fraction | 1023 << 52)
    if significand > 1.414_213_562_373_095_1 {
      significand /= 2
      exponent += 1
    }
    // The logarithm is 2 artanh(ratio), with ratio below 0.172: each term of the series is less
    // than 0.03 of the previous term.
    let ratio = (significand - 1) / (significand + 1)
    let square = ratio * ratio
    var sum = 1.0 / 19
    sum = sum * square + 1.0 / 17
    sum = sum * square + 1.0 / 15
    sum = sum * square + 1.0 / 13
    sum = sum * square + 1.0 / 11
    sum = sum * square + 1.0 / 9
    sum = sum * square + 1.0 / 7
    sum = sum * square + 1.0 / 5
    sum = sum * square + 1.0 / 3
    sum = sum * square + 1
    return exponent * 0.693_147_180_559_945_3 + 2 * ratio * sum
  }
}
