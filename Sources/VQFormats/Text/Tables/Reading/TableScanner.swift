/// Splits the text of a table into rows and fields, as RFC 4180 describes them.
///
/// A quotation mark has a meaning only as the first byte of a field. Up to the closing mark,
/// separators and line ends are text, and two quotation marks stand for one. Elsewhere a quotation
/// mark is an ordinary byte. Blanks around a field, and around its quotation marks, are ignored.
struct TableScanner: ~Escapable {
  /// A field, given by its position in the text.
  struct Field {
    /// The bytes without the blanks and quotation marks around them.
    let range: Range<Int>
    /// Whether the field was in quotation marks, so that two quotation marks in it stand for one.
    let isQuoted: Bool
    /// Whether the field is the last of its row.
    let isLast: Bool
    /// The fault in the quotation marks, if any; the field then extends to the end of its line or
    /// of the text.
    let fault: QuotationFault?

    init(_ range: Range<Int>, isQuoted: Bool, isLast: Bool, fault: QuotationFault? = nil) {
      self.range = range
      self.isQuoted = isQuoted
      self.isLast = isLast
      self.fault = fault
    }
  }

  /// The faults of quotation marks.
  enum QuotationFault {
    /// The text ends before the closing mark.
    case unclosed
    /// Text follows the closing mark.
    case textBehind
  }

  let text: Span<UInt8>
  let dialect: Dialect
  /// The start of the next field or line.
  private(set) var position: Int

  @_lifetime(copy text)
  init(_ text: Span<UInt8>, _ dialect: Dialect, at position: Int = 0) {
    self.text = text
    self.dialect = dialect
    self.position = position
  }

  var isAtEnd: Bool { position >= text.count }

  /// Skips the line that begins here if it is not a row: a blank line or a comment.
  ///
  /// - Returns: Whether it skipped a line.
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

  /// Skips all lines here that are not rows.
  mutating func skipLinesWithoutRows() {
    while skipLineWithoutRow() {}
  }

  /// Skips the rest of the line, whatever it contains.
  mutating func skipLine() {
    while !isAtEnd, text[position] != dialect.lineEnd { position += 1 }
    if !isAtEnd { position += 1 }
  }

  /// Reads the field that begins here, and moves past it and its delimiter.
  ///
  /// A separator at the end of the text is followed by one more field, which is empty.
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

  /// Reads the field that begins here if it is a decimal number without quotation marks; otherwise
  /// does not move.
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

  /// Skips the row that begins here, or the rest of it, and counts its fields.
  @discardableResult
  mutating func skipRow() -> Int {
    var count = 1
    while !nextField().isLast { count += 1 }
    return count
  }

  /// Reads the row that begins here.
  ///
  /// - Returns: Its fields.
  mutating func nextRow() -> [Field] {
    var fields: [Field] = []
    repeat { fields.append(nextField()) } while fields.last?.isLast == false
    return fields
  }

  /// Moves from an opening quotation mark past the closing one, if there is one.
  ///
  /// - Returns: The range between the marks.
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

  /// Skips the delimiter after a field, if there is one here.
  ///
  /// - Parameter end: The end of the field's text; blanks between it and this position are already
  ///   skipped.
  /// - Returns: Whether the row ends too; `nil` if the field does not end here.
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
  /// The bytes of a field, with doubled quotation marks reduced to one.
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
