internal import VectorQuantization

/// Numbers with the standard normal distribution, many times faster than the library's exact ones.
///
/// The polar method, which makes two at once: G. Marsaglia and T. A. Bray, "A convenient method for
/// generating normal variables", SIAM Review 6, 1964. The logarithm is summed here, by operations
/// that are rounded alike everywhere: the last bits of a system's own differ from one to the next.
struct NormalPairs {
  /// The second of a pair, until it is asked for.
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

  /// The natural logarithm of a positive number that is not subnormal, to some 1e-16.
  private static func logarithm(_ number: Double) -> Double {
    let fraction = number.bitPattern & (1 << 52 - 1)
    var exponent = Double(Int(number.bitPattern >> 52) - 1023)
    var significand = Double(bitPattern: fraction | 1023 << 52)
    if significand > 1.414_213_562_373_095_1 {
      significand /= 2
      exponent += 1
    }
    // Twice the artanh of a ratio below 0.172; a term is less than 0.03 of the one before it.
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
