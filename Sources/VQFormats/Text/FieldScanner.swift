/// Cuts a line into fields.
struct FieldScanner: ~Escapable {
  private let line: Span<UInt8>
  private let separator: UInt8
  /// Where the next field begins; behind the end of the line when there is none.
  private var position = 0

  @_lifetime(copy line)
  init(_ line: Span<UInt8>, separator: UInt8) {
    self.line = line
    self.separator = separator
  }

  /// The next field, without the spaces and quotation marks around it; `nil` behind the last.
  ///
  /// A separator between quotation marks is part of the field.
  @_lifetime(copy self)
  mutating func next() -> Span<UInt8>? {
    guard position <= line.count else { return nil }
    let start = position
    var isQuoted = false
    while position < line.count, isQuoted || line[position] != separator {
      if line[position] == UInt8(ascii: "\"") { isQuoted.toggle() }
      position += 1
    }
    let field = line.extracting(start..<position).trimmed()
    position += 1
    let quote = UInt8(ascii: "\"")
    guard field.count >= 2, field[0] == quote, field[field.count - 1] == quote else {
      return field
    }
    return field.extracting(1..<(field.count - 1)).trimmed()
  }
}
