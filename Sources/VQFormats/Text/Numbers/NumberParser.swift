/// Reads numbers in text, each as the `Double` nearest to it.
struct NumberParser: ~Escapable {
  private let powers: Span<UInt128>
  /// What stands between the whole part of a number and its fraction.
  var decimalMark = UInt8(ascii: ".")

  /// - Parameter powers: The significands of ``PowersOfTen``.
  @_lifetime(copy powers)
  init(_ powers: Span<UInt128>) {
    self.powers = powers
  }

  /// Reads all of `text`: a decimal number, or `nan`, `inf` or `infinity` in any case, with or without
  /// a sign; `nil` if it is none of these.
  func number(_ text: Span<UInt8>) -> Double? {
    var position = 0
    guard let number = number(text, at: &position) else { return Self.word(text) }
    return position == text.count ? number : nil
  }

  /// Reads the decimal number at `position` and moves behind it; does neither if none begins there.
  @inline(__always)
  func number(_ text: Span<UInt8>, at position: inout Int) -> Double? {
    let start = position
    guard let decimal = DecimalNumber(text, at: &position, decimalMark: decimalMark) else {
      return nil
    }
    return decimal.nearest(powers) ?? slowNumber(text.extracting(start..<position))
  }

  /// Reads a number with so many digits that all of them are needed to round it.
  @inline(never)
  private func slowNumber(_ text: Span<UInt8>) -> Double? {
    let mark = Character(Unicode.Scalar(decimalMark))
    return Double(String(String(decoding: text).map { $0 == mark ? "." : $0 }))
  }

  private static func word(_ text: Span<UInt8>) -> Double? {
    guard text.count <= "-infinity".utf8.count else { return nil }
    let word = String(decoding: text).lowercased()
    let sign = word.hasPrefix("-") ? -1.0 : 1.0
    switch word.hasPrefix("-") || word.hasPrefix("+") ? word.dropFirst() : word[...] {
    case "nan": return .nan
    case "inf", "infinity": return sign * .infinity
    default: return nil
    }
  }
}
