/// The leading 128 bits of powers of ten, which together with 64 bits of digits are enough to round
/// nearly every number in text.
///
/// The bits of 10^e are those of 5^e: the factor 2^e only moves them. They are cut off, not
/// rounded, so that the power is never less than they say, and less than one unit of the last of
/// them more.
struct PowersOfTen {
  /// The exponents that matter: a number of up to 19 digits times a lesser power is nearer to 0 than
  /// to any other `Double`, and times a greater one beyond them all.
  static let exponents = -342...308

  /// All of them, made at first use in well under a millisecond.
  static let all = PowersOfTen()

  /// For each exponent the leading bits of the power, the first of them set.
  let significands: [UInt128]

  private init() {
    // Dividing by 5 and rounding down again and again is dividing by a power of 5 and rounding down
    // once; so every quotient is exact as far as its bits go, of which the last still has 230.
    var quotient = [UInt64](repeating: 0, count: 16) + [1]
    var negative: [UInt128] = []
    for _ in 0 ..< -Self.exponents.lowerBound {
      Self.divideByFive(&quotient)
      negative.append(Self.leadingBits(of: quotient))
    }
    var power: [UInt64] = [1]
    var positive = [Self.leadingBits(of: power)]
    for _ in 0..<Self.exponents.upperBound {
      Self.multiplyByFive(&power)
      positive.append(Self.leadingBits(of: power))
    }
    significands = negative.reversed() + positive
  }

  /// Divides an integer of several words, the least significant first, and drops the remainder.
  private static func divideByFive(_ words: inout [UInt64]) {
    var remainder: UInt64 = 0
    for index in words.indices.reversed() {
      (words[index], remainder) = UInt64(5).dividingFullWidth((remainder, words[index]))
    }
    if words.last == 0 { words.removeLast() }
  }

  private static func multiplyByFive(_ words: inout [UInt64]) {
    var carry: UInt64 = 0
    for index in words.indices {
      let product = UInt128(words[index]) * 5 + UInt128(carry)
      words[index] = UInt64(truncatingIfNeeded: product)
      carry = UInt64(truncatingIfNeeded: product >> 64)
    }
    if carry > 0 { words.append(carry) }
  }

  /// The first 128 bits from the first that is set, with zeros behind a shorter integer.
  private static func leadingBits(of words: [UInt64]) -> UInt128 {
    func word(_ fromEnd: Int) -> UInt128 {
      fromEnd <= words.count ? UInt128(words[words.count - fromEnd]) : 0
    }
    let shift = word(1).leadingZeroBitCount - 64
    let bits = (word(1) << 64 | word(2)) << shift
    return shift == 0 ? bits : bits | word(3) >> (64 - shift)
  }
}
