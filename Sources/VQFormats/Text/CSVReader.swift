public import VectorQuantization

/// Reads tables of numbers: `.csv` with commas, `.tsv` with tabs.
///
/// One row a line; lines end with a line feed, before which a carriage return may stand. Spaces
/// around a field and quotation marks around it do not matter. The first line is a header, and is
/// skipped, if it has no number in it; a first line of words and numbers is an error rather than
/// a header, lest a row with a slip be lost. `nan`, `inf` and `infinity` are numbers. Blank lines
/// may come before the first line and after the last.
public enum CSVReader {
  /// Reads a file.
  ///
  /// - Parameter path: The path of the file. With the extension `.tsv` fields are separated by
  ///   tabs, with any other by commas.
  /// - Returns: At least one row, each number rounded to the nearest `Double`.
  /// - Throws: ``FormatError``, with the line and column of the first field that is wrong.
  /// - Complexity: O(*n*) for *n* bytes, in memory for the numbers only: the text is mapped.
  public static func read(_ path: String) throws(FormatError) -> Matrix<Double> {
    let file = try MappedFile(opening: path)
    guard !file.starts(with: [0xFF, 0xFE]), !file.starts(with: [0xFE, 0xFF]) else {
      throw .unsupportedEncoding(path: path)
    }
    let separator = FileFormat.separator(of: path)
    var lines = LineScanner(file.bytes.elements(as: UInt8.self))
    var rows = RowCollector(path: path)
    var blankLine: Int?
    var isFirst = true

    while let line = lines.next() {
      if line.isEmpty {
        if !rows.elements.isEmpty { blankLine = blankLine ?? lines.lineNumber }
        continue
      }
      if let blankLine {
        throw .raggedRow(path: path, line: blankLine, expected: rows.columnCount, found: 0)
      }
      defer { isFirst = false }
      if isFirst, isHeader(line, separator) { continue }
      try rows.append(line, separator, lineNumber: lines.lineNumber)
      if rows.elements.count == rows.columnCount {
        rows.reserve(lineByteCount: line.count + 1, textByteCount: lines.remainingByteCount)
      }
    }
    guard !rows.elements.isEmpty else { throw .noRows(path: path) }
    return Matrix(rows.elements, columns: rows.columnCount)
  }

  private static func isHeader(_ line: Span<UInt8>, _ separator: UInt8) -> Bool {
    var fields = FieldScanner(line, separator: separator)
    while let field = fields.next() {
      if parseNumber(field) != nil { return false }
    }
    return true
  }
}

/// The rows read so far.
private struct RowCollector {
  let path: String
  private(set) var elements: [Double] = []
  /// The number of fields in the first row.
  private(set) var columnCount = 0

  init(path: String) {
    self.path = path
  }

  mutating func append(
    _ line: Span<UInt8>, _ separator: UInt8, lineNumber: Int
  ) throws(FormatError) {
    let isFirst = elements.isEmpty
    var fields = FieldScanner(line, separator: separator)
    var count = 0
    while let field = fields.next() {
      count += 1
      guard let number = parseNumber(field) else {
        let excerpt = String(decoding: field.extracting(first: min(field.count, 60)))
        throw .badNumber(path: path, line: lineNumber, column: count, text: excerpt)
      }
      elements.append(number)
    }
    if isFirst { columnCount = count }
    guard count == columnCount else {
      throw .raggedRow(path: path, line: lineNumber, expected: columnCount, found: count)
    }
  }

  /// Makes room for the rest of the text, if its lines are as long as the first, so that memory is
  /// moved rarely; but never for more numbers than take the memory of the text.
  mutating func reserve(lineByteCount: Int, textByteCount: Int) {
    let estimate = (textByteCount / lineByteCount + 1) * columnCount
    let limit = textByteCount / MemoryLayout<Double>.stride
    elements.reserveCapacity(elements.count + min(estimate, limit))
  }
}
