internal import VectorQuantization

/// Reads the rows of one block into their places in a matrix.
struct TableRowReader: ~Escapable {
  private var scanner: TableScanner
  private let parser: NumberParser
  private let layout: TableLayout
  /// Where the last row ends.
  private let end: Int
  private let rowCount: Int
  private(set) var labels = TableLabels()

  @_lifetime(copy text, copy parser)
  init(
    _ text: Span<UInt8>, separator: UInt8, block: TableBlocks.Block, _ parser: NumberParser,
    _ layout: TableLayout
  ) {
    end = block.bytes.upperBound
    rowCount = block.rows.count
    scanner = TableScanner(text, separator: separator, at: block.bytes.lowerBound)
    self.parser = parser
    self.layout = layout
  }

  /// Reads the rows of the block.
  ///
  /// - Parameters:
  ///   - elements: Where the rows go.
  ///   - rowStride: How far apart their places are: the number of features, or 0 if the numbers do
  ///     not matter and may replace one another.
  ///   - isLast: Whether the table ends with these rows, so that blank lines may follow.
  /// - Throws: The first fault in the block.
  mutating func read(
    into elements: inout MutableSpan<Double>, rowStride: Int, isLast: Bool
  ) throws(TableFault) {
    var row = 0
    while scanner.position < end {
      let start = scanner.position
      if scanner.skipBlankLine() {
        guard isLast, row == rowCount else {
          throw TableFault(position: start, kind: .ragged(found: 0))
        }
        continue
      }
      try readRow(into: &elements, at: row * rowStride)
      row += 1
    }
  }

  private mutating func readRow(
    into elements: inout MutableSpan<Double>, at offset: Int
  ) throws(TableFault) {
    let start = scanner.position
    let columnCount = layout.columnCount
    for column in 0..<columnCount {
      let isLast = try readField(column, into: &elements, at: offset)
      guard isLast == (column == columnCount - 1) else {
        let found = column + 1 + (isLast ? 0 : scanner.skipRow())
        throw TableFault(position: start, kind: .ragged(found: found))
      }
    }
  }

  /// Reads a field, and tells whether its row ends with it.
  @inline(__always)
  private mutating func readField(
    _ column: Int, into elements: inout MutableSpan<Double>, at offset: Int
  ) throws(TableFault) -> Bool {
    let feature = layout.featureOfColumn[column]
    if feature >= 0, column != layout.labels, let (number, isLast) = scanner.nextNumber(parser) {
      elements[offset + feature] = number
      return isLast
    }
    return try readText(column, feature: feature, into: &elements, at: offset)
  }

  /// Reads a field that is not simply a number: a label, one between quotation marks, or a mistake.
  @inline(never)
  private mutating func readText(
    _ column: Int, feature: Int, into elements: inout MutableSpan<Double>, at offset: Int
  ) throws(TableFault) -> Bool {
    let field = scanner.nextField()
    guard !field.isUnclosed else {
      throw TableFault(position: field.range.lowerBound, kind: .unclosed(column: column))
    }
    if column == layout.labels { labels.append(scanner.text.bytes(of: field)) }
    guard feature >= 0 else { return field.isLast }
    let text = scanner.text.extracting(field.range).trimmed()
    guard let number = parser.number(text) else {
      let excerpt = String(decoding: text.extracting(first: min(text.count, 60)))
      throw TableFault(
        position: field.range.lowerBound, kind: .notNumber(column: column, text: excerpt))
    }
    elements[offset + feature] = number
    return field.isLast
  }
}
