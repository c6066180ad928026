import Testing
import VQTestSupport
import VectorQuantization

/// Compares the border between two numbers with exact integer arithmetic.
@Suite struct BorderTests {
  @Test("the border agrees with exact arithmetic at every magnitude")
  func isExact() {
    var generator = TestGenerator(seed: 501)
    for _ in 0..<20_000 {
      let (a, b) = (number(&generator), number(&generator))
      if a == b { continue }
      let (left, right) = (min(a, b), max(a, b))
      let middle = left / 2 + right / 2
      for x in [number(&generator), middle, middle.nextUp, middle.nextDown, left, right] {
        check(x, left, right)
      }
    }
  }

  @Test("a midpoint is distinguished from adjacent numbers")
  func findsMidpoints() {
    let great = Double.greatestFiniteMagnitude
    let minimum = Double.leastNonzeroMagnitude
    let pairs: [(Double, Double)] = [
      (-1, 1), (0, minimum), (-minimum, minimum), (1, 1.0.nextUp), (1 - 0x1p-53, 1),
      (-great, great),
      (great.nextDown, great), (minimum, great), (-minimum, great), (1e9, 1e9 + 0x1p-20),
      (0x1p970, great), (0x1p-100, 1), (-1, 1 + 0x1p-52), (-1, minimum),
    ]
    for (left, right) in pairs {
      let middle = left / 2 + right / 2
      for x in [left, right, middle, middle.nextUp, middle.nextDown, 0, minimum, -minimum, great] {
        check(x, left, right)
      }
    }
  }

  private func check(
    _ x: Double, _ left: Double, _ right: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var difference = ExactSum()
    difference.add(x, times: 2)
    difference.add(left, times: -1)
    difference.add(right, times: -1)
    for leftHasTies in [false, true] {
      let border = Border(between: left, and: right, leftHasTies: leftHasTies)
      let expected = difference.sign < 0 || (difference.sign == 0 && leftHasTies)
      #expect(
        border.isLeft(x) == expected, "\(x) between \(left) and \(right)",
        sourceLocation: sourceLocation)
    }
  }

  /// A number mostly of similar magnitude, so that sums round, and sometimes of any magnitude.
  private func number(_ generator: inout TestGenerator) -> Double {
    let word = generator.next()
    let any = Double(bitPattern: generator.next())
    if word % 8 == 0 && any.isFinite { return any }
    let exponent = Int(word >> 8) % 8
    let sign: FloatingPointSign = word & 0x80 == 0 ? .plus : .minus
    return Double(sign: sign, exponent: exponent, significand: generator.longSignificand())
  }
}

/// A sum of doubles as an integer multiple of the smallest positive double.
private struct ExactSum {
  /// Digits in base 2³², the lowest first, with either sign.
  private var digits = [Int64](repeating: 0, count: 70)

  mutating func add(_ number: Double, times factor: Int64) {
    let isNormal: UInt64 = number.exponentBitPattern == 0 ? 0 : 1
    let significand = UInt128(number.significandBitPattern | isNormal << 52)
    let shift = Int(max(number.exponentBitPattern, 1)) - 1
    var rest = significand << UInt128(shift % 32)
    for place in (shift / 32)..<(shift / 32 + 3) {
      let digit = Int64(truncatingIfNeeded: rest & 0xFFFF_FFFF)
      digits[place] += (number.sign == .minus ? -digit : digit) * factor
      rest >>= 32
    }
  }

  var sign: Int {
    var carry: Int64 = 0
    var isZero = true
    for digit in digits {
      let value = digit + carry
      carry = value >> 32
      if value & 0xFFFF_FFFF != 0 { isZero = false }
    }
    return carry < 0 ? -1 : (isZero && carry == 0 ? 0 : 1)
  }
}
