/// Cuts the text of a table into rows and fields, as RFC 4180 describes them.
///
/// A quotation mark counts where it is the first of a field; up to its counterpart, separators and
/// line feeds are text, and two quotation marks are one. Anywhere else it is a character as others.
/// Spaces around a field, and around the quotation marks of one, do not matter.
struct TableScanner: ~Escapable {
  /// A field, by its place in the text.
  struct Field {
    /// The bytes without spaces and quotation marks around them.
    let range: Range<Int>
    /// Whether quotation marks stood around them, between which two are one.
    let isQuoted: Bool
    /// Whether the row ends with it.
    let isLast: Bool
    /// Whether the text ends before the quotation mark that the field began with has a counterpart.
    let isUnclosed: Bool
  }

  let text: Span<UInt8>
  let separator: UInt8
  /// Where the next field, or line, begins.
  private(set) var position: Int

  @_lifetime(copy text)
  init(_ text: Span<UInt8>, separator: UInt8, at position: Int = 0) {
    self.text = text
    self.separator = separator
    self.position = position
  }

  var isAtEnd: Bool { position >= text.count }

  /// Moves behind the line that begins here if there is nothing in it but spaces.
  ///
  /// - Returns: Whether it did.
  @inline(__always)
  mutating func skipBlankLine() -> Bool {
    guard !isAtEnd, text[position] <= UInt8(ascii: " ") else { return false }
    let start = position
    skipSpaces()
    if isAtEnd { return true }
    if text[position] == UInt8(ascii: "\n") {
      position += 1
      return true
    }
    position = start
    return false
  }

  /// Moves behind the blank lines that begin here.
  mutating func skipBlankLines() {
    while skipBlankLine() {}
  }

  /// Moves behind the field that begins here, and its row if it is the last there.
  ///
  /// Behind a separator at the end of the text there is one more, empty field.
  mutating func nextField() -> Field {
    skipSpaces()
    let start = position
    if !isAtEnd, text[start] == UInt8(ascii: "\"") {
      guard let quoted = closeQuotation() else {
        position = text.count
        return Field(range: start..<position, isQuoted: false, isLast: true, isUnclosed: true)
      }
      skipSpaces()
      if let isLast = skipDelimiter() {
        return Field(range: quoted, isQuoted: true, isLast: isLast, isUnclosed: false)
      }
    }
    while !isAtEnd, text[position] != separator, text[position] != UInt8(ascii: "\n") {
      position += 1
    }
    var end = position
    while end > start, Self.isSpace(text[end - 1]) { end -= 1 }
    let isLast = skipDelimiter() ?? true
    return Field(range: start..<end, isQuoted: false, isLast: isLast, isUnclosed: false)
  }

  /// Moves behind the field that begins here if it is a decimal number without quotation marks.
  @inline(__always)
  mutating func nextNumber(_ parser: NumberParser) -> (number: Double, isLast: Bool)? {
    let start = position
    skipSpaces()
    if let number = parser.number(text, at: &position) {
      skipSpaces()
      if let isLast = skipDelimiter() { return (number, isLast) }
    }
    position = start
    return nil
  }

  /// Moves behind the row that begins here, or what is left of it, and counts its fields.
  @discardableResult
  mutating func skipRow() -> Int {
    var count = 1
    while !nextField().isLast { count += 1 }
    return count
  }

  /// Moves behind the row that begins here, and gives the field with a number, from 0, if there is one.
  mutating func skipRow(giving column: Int) -> Field? {
    var found: Field?
    var number = 0
    while true {
      let field = nextField()
      if number == column { found = field }
      if field.isLast { return found }
      number += 1
    }
  }

  /// Moves from a quotation mark behind its counterpart, if there is one, and tells what is between.
  private mutating func closeQuotation() -> Range<Int>? {
    let quote = UInt8(ascii: "\"")
    let start = position + 1
    var next = start
    while next < text.count {
      if text[next] != quote {
        next += 1
      } else if next + 1 < text.count, text[next + 1] == quote {
        next += 2
      } else {
        position = next + 1
        return start..<next
      }
    }
    return nil
  }

  /// Moves behind the end of a field, if it is here, and tells whether it ends the row.
  @inline(__always)
  private mutating func skipDelimiter() -> Bool? {
    guard !isAtEnd else { return true }
    let byte = text[position]
    guard byte == separator || byte == UInt8(ascii: "\n") else { return nil }
    position += 1
    return byte != separator
  }

  /// A tab may separate fields, the first and the last of which may be empty: it is no space.
  @inline(__always)
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\r")
  }

  @inline(__always)
  private mutating func skipSpaces() {
    while !isAtEnd, Self.isSpace(text[position]) { position += 1 }
  }
}

extension Span<UInt8> {
  /// The bytes that a field stands for.
  func bytes(of field: TableScanner.Field) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    var bytes: [UInt8] = []
    var position = field.range.lowerBound
    while position < field.range.upperBound {
      bytes.append(self[position])
      position += field.isQuoted && self[position] == quote ? 2 : 1
    }
    return bytes
  }
}
