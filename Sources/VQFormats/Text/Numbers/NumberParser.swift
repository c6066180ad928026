/// Parses numbers in text, each as the nearest `Double`.
struct NumberParser: ~Escapable {
  private let powers: Span<UInt128>
  /// The decimal mark.
  var decimalMark = UInt8(ascii: ".")

  /// - Parameter powers: The significands of ``PowersOfTen``.
  @_lifetime(copy powers)
  init(_ powers: Span<UInt128>) {
    self.powers = powers
  }

  /// Parses all of `text`; returns `nil` if it is not a number.
  ///
  /// A number is decimal, or `nan`, `inf` or `infinity` in upper or lower case, with an optional
  /// sign.
  func number(_ text: Span<UInt8>) -> Double? {
    var position = 0
    guard let number = number(text, at: &position) else { return Self.word(text) }
    return position == text.count ? number : nil
  }

  /// Parses the decimal number at `position` and moves past it; does not move if there is none.
  @inline(__always)
  func number(_ text: Span<UInt8>, at position: inout Int) -> Double? {
    let start = position
    guard let decimal = DecimalNumber(text, at: &position, decimalMark: decimalMark) else {
      return nil
    }
    return decimal.nearest(powers) ?? slowNumber(text.extracting(start..<position))
  }

  /// Parses a number that needs all of its many digits for correct rounding.
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
