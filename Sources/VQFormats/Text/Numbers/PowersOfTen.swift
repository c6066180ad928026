/// The leading 128 bits of powers of ten; with 64 bits of digits they suffice to round nearly every
/// number in text.
///
/// The bits of 10^e are those of 5^e, since the factor 2^e only shifts them. The bits are
/// truncated, not rounded. So the stored value is never larger than the power, and smaller by less
/// than one unit in its last place.
struct PowersOfTen {
  /// The exponents that matter.
  ///
  /// A number of up to 19 digits times a smaller power is nearer to 0 than to any other `Double`;
  /// times a larger power it exceeds all of them.
  static let exponents = -342...308

  /// The only instance; its first use computes it in well under a millisecond.
  static let all = PowersOfTen()

  /// For each exponent the leading bits of the power; the highest bit is set.
  let significands: [UInt128]

  private init() {
    // Repeated division by 5 with rounding down equals one division by a power of 5 with rounding
    // down. So every quotient is exact in all of its bits, and the last still has 230 bits.
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

  /// The leading 128 bits from the highest set bit on; a shorter integer is padded with zeros.
  private static func leadingBits(of words: [UInt64]) -> UInt128 {
    func word(_ fromEnd: Int) -> UInt128 {
      fromEnd <= words.count ? UInt128(words[words.count - fromEnd]) : 0
    }
    let shift = word(1).leadingZeroBitCount - 64
    let bits = (word(1) << 64 | word(2)) << shift
    return shift == 0 ? bits : bits | word(3) >> (64 - shift)
  }
}
