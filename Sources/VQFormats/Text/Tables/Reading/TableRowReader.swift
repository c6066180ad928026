internal import VectorQuantization

/// Reads the rows of one block to their positions in a matrix.
struct TableRowReader: ~Escapable {
  private var scanner: TableScanner
  private let parser: NumberParser
  private let plan: TablePlan
  private let layout: TableLayout
  /// The end of the last row.
  private let end: Int
  /// For each column, its feature number if numbers can be parsed directly from the text, otherwise
  /// -1.
  private let plainFeatures: [Int]
  /// Whether the current row lacks a value of a feature, and must be omitted.
  private var lacksValue = false
  private(set) var result = BlockResult()

  @_lifetime(copy text, copy parser)
  init(_ text: Span<UInt8>, block: TableBlocks.Block, _ parser: NumberParser, _ plan: TablePlan) {
    end = block.bytes.upperBound
    scanner = TableScanner(text, plan.dialect, at: block.bytes.lowerBound)
    self.parser = parser
    self.plan = plan
    layout = plan.layout
    // If the separator is also the decimal mark, the parser would read two fields as one number.
    plainFeatures =
      plan.dialect.separator == plan.dialect.decimalMark
      ? [Int](repeating: -1, count: plan.layout.columnCount) : plan.layout.plainFeatures
    result.labels = layout.labels.map { _ in TableLabels() }
    result.omittedLabels = result.labels
  }

  /// Reads the rows of the block, one after the other without gaps.
  ///
  /// - Parameters:
  ///   - elements: Receives the rows.
  ///   - rowStride: The distance between rows in `elements`: the number of features, or 0 if the
  ///     numbers do not matter and may overwrite each other.
  /// - Throws: The first fault in the block.
  mutating func read(
    into elements: inout MutableSpan<Double>, rowStride: Int
  ) throws(TableFault) {
    var row = 0
    while scanner.position < end {
      if scanner.skipLineWithoutRow() { continue }
      try readRow(into: &elements, at: result.rowCount * rowStride)
      if lacksValue {
        omitRow(row)
      } else {
        result.rowCount += 1
      }
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

  /// Reads a field.
  ///
  /// - Returns: Whether it is the last field of its row.
  @inline(__always)
  private mutating func readField(
    _ column: Int, into elements: inout MutableSpan<Double>, at offset: Int
  ) throws(TableFault) -> Bool {
    let feature = plainFeatures[column]
    if feature >= 0, let (number, isLast) = scanner.nextNumber(parser) {
      elements[offset + feature] = number
      return isLast
    }
    return try readText(column, into: &elements, at: offset)
  }

  /// Reads a field that is not a plain number: text, a number in quotation marks, or a fault.
  @inline(never)
  private mutating func readText(
    _ column: Int, into elements: inout MutableSpan<Double>, at offset: Int
  ) throws(TableFault) -> Bool {
    let field = scanner.nextField()
    if let fault = field.fault {
      throw TableFault(
        position: field.range.lowerBound,
        kind: fault == .unclosed ? .unclosed(column: column) : .textBehindQuotation(column: column))
    }
    if let label = layout.labels.firstIndex(of: column) {
      result.labels[label].append(scanner.text.bytes(of: field))
    }
    let text = scanner.text.extracting(field.range).trimmed()
    let feature = layout.featureOfColumn[column]
    if feature >= 0 {
      try readFeature(feature, text, of: field, column, into: &elements, at: offset)
    } else if layout.emptyColumns.contains(column), !plan.missingWords.contains(text) {
      throw TableFault(
        position: field.range.lowerBound, kind: .notEmpty(column: column, text: Self.excerpt(text)))
    }
    return field.isLast
  }

  private mutating func readFeature(
    _ feature: Int, _ text: Span<UInt8>, of field: TableScanner.Field, _ column: Int,
    into elements: inout MutableSpan<Double>, at offset: Int
  ) throws(TableFault) {
    if plan.missingWords.contains(text) {
      lacksValue = true
      if plan.missingRows == .skip { return }
      throw TableFault(
        position: field.range.lowerBound, kind: .missing(column: column, text: Self.excerpt(text)))
    }
    guard let number = parser.number(text) else {
      throw TableFault(
        position: field.range.lowerBound, kind: .notNumber(column: column, text: Self.excerpt(text))
      )
    }
    elements[offset + feature] = number
  }

  /// Removes the current row from the observations.
  private mutating func omitRow(_ row: Int) {
    lacksValue = false
    result.omittedRows.append(row)
    for label in result.labels.indices {
      if let moved = result.labels[label].removeLast() {
        result.omittedLabels[label].append(moved)
      }
    }
  }

  private static func excerpt(_ text: Span<UInt8>) -> String {
    String(decoding: text.extracting(first: min(text.count, 60)))
  }
}

/// What was read from a block, except its numbers.
struct BlockResult: Sendable {
  /// The number of rows that are observations.
  var rowCount = 0
  var labels: [TableLabels] = []
  /// The omitted rows, counted from the first row of the block.
  var omittedRows: [Int] = []
  var omittedLabels: [TableLabels] = []
}
