/// A number as it is written: a sign, digits, and a power of ten.
struct DecimalNumber {
  let isNegative: Bool
  /// The digits as an integer: all of them, or the first 19 significant ones if there are more.
  let digits: UInt64
  /// The power of ten that ``digits`` are multiplied by.
  let exponent: Int
  /// Whether nonzero digits follow those in ``digits``.
  let isCut: Bool

  /// The number of digits that always fit in a word.
  private static let digitLimit = 19

  /// Reads the number at `position` and moves past it; returns `nil` and does not move if there is
  /// none.
  ///
  /// A number may end in a decimal point, but not in a decimal comma: there the comma separates
  /// fields.
  @inline(__always)
  init?(_ text: Span<UInt8>, at position: inout Int, decimalMark: UInt8) {
    var next = position
    isNegative = Self.skipSign(text, &next)
    let start = next
    var digits: UInt64 = 0
    Self.readDigits(text, &next, into: &digits)
    var digitCount = next - start
    var exponent = 0
    if next < text.count, text[next] == decimalMark {
      next += 1
      let point = next
      Self.readDigits(text, &next, into: &digits)
      exponent = point - next
      digitCount -= exponent
      if exponent == 0, decimalMark != UInt8(ascii: ".") { return nil }
    }
    guard digitCount > 0 else { return nil }
    let end = next

    if next < text.count, text[next] | 0x20 == UInt8(ascii: "e") {
      next += 1
      let isNegative = Self.skipSign(text, &next)
      guard let power = Self.readPower(text, &next) else { return nil }
      exponent += isNegative ? -power : power
    }
    position = next
    guard digitCount > Self.digitLimit else {
      (self.digits, self.exponent, isCut) = (digits, exponent, false)
      return
    }
    let leading = Self.leadingDigits(of: text.extracting(start..<end))
    (self.digits, isCut) = (leading.digits, leading.isCut)
    self.exponent = exponent + leading.dropped
  }

  /// Skips a sign; returns true if it is a minus.
  @inline(__always)
  private static func skipSign(_ text: Span<UInt8>, _ position: inout Int) -> Bool {
    guard position < text.count else { return false }
    let isMinus = text[position] == UInt8(ascii: "-")
    if isMinus || text[position] == UInt8(ascii: "+") { position += 1 }
    return isMinus
  }

  /// Appends digits to `number`; the value overflows if there are too many digits for a word.
  @inline(__always)
  private static func readDigits(
    _ text: Span<UInt8>, _ position: inout Int, into number: inout UInt64
  ) {
    while position < text.count {
      let digit = text[position] &- UInt8(ascii: "0")
      guard digit < 10 else { return }
      number = number &* 10 &+ UInt64(digit)
      position += 1
    }
  }

  /// Reads an exponent; the value stops growing once it exceeds the size of any file.
  private static func readPower(_ text: Span<UInt8>, _ position: inout Int) -> Int? {
    let start = position
    var power = 0
    while position < text.count, isDigit(text[position]) {
      if power < 1 << 56 { power = power * 10 + Int(text[position] - UInt8(ascii: "0")) }
      position += 1
    }
    return position > start ? power : nil
  }

  /// The first significant digits, the number of digits after them, and whether any of those is
  /// nonzero.
  private static func leadingDigits(
    of text: Span<UInt8>
  ) -> (digits: UInt64, dropped: Int, isCut: Bool) {
    var digits: UInt64 = 0
    var (count, dropped, isCut) = (0, 0, false)
    for position in text.indices where isDigit(text[position]) {
      let digit = UInt64(text[position] - UInt8(ascii: "0"))
      if count == digitLimit {
        dropped += 1
        isCut = isCut || digit > 0
      } else {
        digits = digits * 10 + digit
        count += digits > 0 ? 1 : 0
      }
    }
    return (digits, dropped, isCut)
  }
}
