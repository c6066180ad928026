/// Reads a decimal number, or `nan`, `inf` or `infinity` in any case, with or without a sign.
///
/// The result is the `Double` nearest to the number. Most numbers in files are short, and for
/// those one multiplication or division by a power of ten is enough: the digits are an integer
/// that a `Double` holds exactly, so is the power, and an operation on two exact numbers rounds
/// once. Others go to the standard library.
///
/// W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990.
func parseNumber(_ text: Span<UInt8>) -> Double? {
  guard let decimal = Decimal(text) else { return parseWord(text) }
  let power = Int(decimal.exponent.magnitude)
  guard decimal.digits <= 1 << 53, power < exactPowersOfTen.count else {
    return Double(String(decoding: text))
  }
  let digits = Double(decimal.digits)
  let magnitude =
    decimal.exponent < 0 ? digits / exactPowersOfTen[power] : digits * exactPowersOfTen[power]
  return decimal.isNegative ? -magnitude : magnitude
}

/// Powers of ten that are exact as `Double`.
private let exactPowersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]

private func parseWord(_ text: Span<UInt8>) -> Double? {
  guard text.count <= "-infinity".utf8.count else { return nil }
  let word = String(decoding: text).lowercased()
  let sign = word.hasPrefix("-") ? -1.0 : 1.0
  switch word.hasPrefix("-") || word.hasPrefix("+") ? word.dropFirst() : word[...] {
  case "nan": return .nan
  case "inf", "infinity": return sign * .infinity
  default: return nil
  }
}

/// A number as it is written: a sign, digits, and the power of ten that they are multiplied by.
private struct Decimal {
  let isNegative: Bool
  /// The digits as an integer; some number above 2^53 if the integer is above that.
  private(set) var digits: UInt64 = 0
  private(set) var exponent = 0

  /// Reads all of `text`, or nothing if any of it is not part of a number.
  init?(_ text: Span<UInt8>) {
    var position = 0
    isNegative = Self.skipSign(text, &position)
    var digitCount = Self.readDigits(text, &position, into: &digits)
    if position < text.count, text[position] == UInt8(ascii: ".") {
      position += 1
      let decimals = Self.readDigits(text, &position, into: &digits)
      exponent = -decimals
      digitCount += decimals
    }
    guard digitCount > 0 else { return nil }

    if position < text.count, text[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      let isNegative = Self.skipSign(text, &position)
      var power: UInt64 = 0
      guard Self.readDigits(text, &position, into: &power) > 0 else { return nil }
      exponent += isNegative ? -Int(power) : Int(power)
    }
    guard position == text.count else { return nil }
  }

  /// Skips a sign, and tells whether it is a minus.
  private static func skipSign(_ text: Span<UInt8>, _ position: inout Int) -> Bool {
    guard position < text.count else { return false }
    let isMinus = text[position] == UInt8(ascii: "-")
    if isMinus || text[position] == UInt8(ascii: "+") { position += 1 }
    return isMinus
  }

  /// Appends digits to `number` until it is above 2^53, and tells how many there are.
  private static func readDigits(
    _ text: Span<UInt8>, _ position: inout Int, into number: inout UInt64
  ) -> Int {
    let start = position
    while position < text.count, isDigit(text[position]) {
      if number <= 1 << 53 {
        number = number * 10 + UInt64(text[position] - UInt8(ascii: "0"))
      }
      position += 1
    }
    return position - start
  }
}
