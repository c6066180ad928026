/// Cuts the text of a table into rows and fields, as RFC 4180 describes them.
///
/// A quotation mark counts where it is the first byte of a field; up to its counterpart, separators
/// and line ends are text, and two quotation marks stand for one. Elsewhere it is an ordinary byte.
/// Blanks around a field, and around the quotation marks of one, do not matter.
struct TableScanner: ~Escapable {
  /// A field, by its place in the text.
  struct Field {
    /// The bytes without the blanks and quotation marks around them.
    let range: Range<Int>
    /// Whether quotation marks stood around them, between which two are one.
    let isQuoted: Bool
    /// Whether the row ends with it.
    let isLast: Bool
    /// What is wrong with the quotation marks of the field, which then reaches to the end of its line
    /// or of the text.
    let fault: QuotationFault?

    init(_ range: Range<Int>, isQuoted: Bool, isLast: Bool, fault: QuotationFault? = nil) {
      self.range = range
      self.isQuoted = isQuoted
      self.isLast = isLast
      self.fault = fault
    }
  }

  /// What can be wrong with quotation marks.
  enum QuotationFault {
    /// The text ends before the closing mark.
    case unclosed
    /// Text follows the closing mark.
    case textBehind
  }

  let text: Span<UInt8>
  let dialect: Dialect
  /// Where the next field, or line, begins.
  private(set) var position: Int

  @_lifetime(copy text)
  init(_ text: Span<UInt8>, _ dialect: Dialect, at position: Int = 0) {
    self.text = text
    self.dialect = dialect
    self.position = position
  }

  var isAtEnd: Bool { position >= text.count }

  /// Moves past the line that begins here if it is no row: blank, or a comment.
  ///
  /// - Returns: Whether it did.
  @inline(__always)
  mutating func skipLineWithoutRow() -> Bool {
    guard !isAtEnd, text[position] <= UInt8(ascii: " ") || text[position] == dialect.commentMark
    else { return false }
    return skipBlankLineOrComment()
  }

  @inline(never)
  private mutating func skipBlankLineOrComment() -> Bool {
    let start = position
    skipBlanks()
    if isAtEnd { return true }
    if text[position] == dialect.lineEnd {
      position += 1
      if !dialect.blankLinesAreRows { return true }
    } else if text[position] == dialect.commentMark, dialect.commentMark != 0 {
      skipLine()
      return true
    }
    position = start
    return false
  }

  /// Moves past all lines here that are no rows.
  mutating func skipLinesWithoutRows() {
    while skipLineWithoutRow() {}
  }

  /// Moves past the end of the line, whatever it holds.
  mutating func skipLine() {
    while !isAtEnd, text[position] != dialect.lineEnd { position += 1 }
    if !isAtEnd { position += 1 }
  }

  /// Moves past the field that begins here, and its row if it is the last there.
  ///
  /// A separator at the end of the text is followed by one more, empty field.
  mutating func nextField() -> Field {
    skipBlanks()
    let start = position
    if !isAtEnd, text[start] == UInt8(ascii: "\"") {
      guard let quoted = closeQuotation() else {
        position = text.count
        return Field(start..<position, isQuoted: true, isLast: true, fault: .unclosed)
      }
      let end = position
      skipBlanks()
      if let isLast = skipDelimiter(after: end) {
        return Field(quoted, isQuoted: true, isLast: isLast)
      }
      skipUnquoted()
      let fieldEnd = position
      let isLast = skipDelimiter(after: fieldEnd) ?? true
      return Field(start..<fieldEnd, isQuoted: true, isLast: isLast, fault: .textBehind)
    }
    skipUnquoted()
    var end = position
    while end > start, dialect.isBlank(text[end - 1]) { end -= 1 }
    skipBlanks()
    let isLast = skipDelimiter(after: end) ?? true
    return Field(start..<end, isQuoted: false, isLast: isLast)
  }

  /// Moves past the field that begins here if it is a decimal number without quotation marks.
  @inline(__always)
  mutating func nextNumber(_ parser: NumberParser) -> (number: Double, isLast: Bool)? {
    let start = position
    skipBlanks()
    if let number = parser.number(text, at: &position) {
      let end = position
      skipBlanks()
      if let isLast = skipDelimiter(after: end) { return (number, isLast) }
    }
    position = start
    return nil
  }

  /// Moves past the row that begins here, or what is left of it, and counts its fields.
  @discardableResult
  mutating func skipRow() -> Int {
    var count = 1
    while !nextField().isLast { count += 1 }
    return count
  }

  /// Moves past the row that begins here.
  ///
  /// - Returns: Its fields.
  mutating func nextRow() -> [Field] {
    var fields: [Field] = []
    repeat { fields.append(nextField()) } while fields.last?.isLast == false
    return fields
  }

  /// Moves from a quotation mark past its counterpart, if there is one.
  ///
  /// - Returns: What is between.
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

  /// Moves to the end of a field without quotation marks.
  private mutating func skipUnquoted() {
    if dialect.isBlankSeparated {
      while !isAtEnd, text[position] != dialect.lineEnd, !dialect.isBlank(text[position]) {
        position += 1
      }
    } else {
      while !isAtEnd, text[position] != dialect.separator, text[position] != dialect.lineEnd {
        position += 1
      }
    }
  }

  /// Moves past the end of a field, if it is here.
  ///
  /// - Parameter end: Where the text of the field ends; blanks from there to here are skipped already.
  /// - Returns: Whether the row ends, too; `nil` if the field does not end here.
  @inline(__always)
  private mutating func skipDelimiter(after end: Int) -> Bool? {
    guard !isAtEnd else { return true }
    let byte = text[position]
    if byte == dialect.lineEnd {
      position += 1
      return true
    }
    if dialect.isBlankSeparated { return position > end ? false : nil }
    guard byte == dialect.separator else { return nil }
    position += 1
    return false
  }

  @inline(__always)
  private mutating func skipBlanks() {
    while !isAtEnd, dialect.isBlank(text[position]) { position += 1 }
  }
}

extension Span<UInt8> {
  /// The bytes that a field stands for.
  func bytes(of field: TableScanner.Field) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    let isDoubled = field.isQuoted && field.fault == nil
    var bytes: [UInt8] = []
    bytes.reserveCapacity(field.range.count)
    var position = field.range.lowerBound
    while position < field.range.upperBound {
      bytes.append(self[position])
      position += isDoubled && self[position] == quote ? 2 : 1
    }
    return bytes
  }
}
