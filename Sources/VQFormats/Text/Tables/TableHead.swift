/// The beginning of a table: its header, if it has one, and how many columns there are.
struct TableHead {
  let separator: UInt8
  /// The names in the header, without spaces around them; `nil` if there is no header.
  let header: [String]?
  /// Where the first row of numbers begins.
  let start: Int
  /// The number of fields in that row.
  let columnCount: Int

  init(
    _ text: Span<UInt8>, separator: UInt8, _ parser: NumberParser, path: String
  ) throws(FormatError) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var scanner = TableScanner(
      text, separator: separator, at: text.starts(with: mark) ? mark.count : 0)
    scanner.skipBlankLines()
    var row = scanner
    header = Self.header(&row, parser)
    if header != nil {
      row.skipBlankLines()
      scanner = row
    }
    guard !scanner.isAtEnd else { throw .noRows(path: path) }
    self.separator = separator
    start = scanner.position
    columnCount = scanner.skipRow()
  }

  /// Reads a row as a header; gives `nil` if there is a number in it, or a quotation mark that nothing
  /// closes.
  private static func header(_ row: inout TableScanner, _ parser: NumberParser) -> [String]? {
    guard !row.isAtEnd else { return nil }
    var names: [String] = []
    while true {
      let field = row.nextField()
      guard !field.isUnclosed else { return nil }
      let bytes = row.text.bytes(of: field)
      let name = bytes.span.trimmed()
      guard parser.number(name) == nil else { return nil }
      names.append(String(decoding: name))
      if field.isLast { return names }
    }
  }
}
