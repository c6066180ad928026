internal import VectorQuantization

/// Reads the rows of one block into their places in a matrix.
struct TableRowReader: ~Escapable {
  private var scanner: TableScanner
  private let parser: NumberParser
  private let plan: TablePlan
  private let layout: TableLayout
  /// Where the last row ends.
  private let end: Int
  /// For each column which feature it is, if its numbers may be read where the fields are not cut yet.
  private let plainFeatures: [Int]
  /// Whether the row that is being read lacks a value of a feature, and is to be left out.
  private var lacksValue = false
  private(set) var result = BlockResult()

  @_lifetime(copy text, copy parser)
  init(_ text: Span<UInt8>, block: TableBlocks.Block, _ parser: NumberParser, _ plan: TablePlan) {
    end = block.bytes.upperBound
    scanner = TableScanner(text, plan.dialect, at: block.bytes.lowerBound)
    self.parser = parser
    self.plan = plan
    layout = plan.layout
    // Where the separator is the decimal mark, two numbers would be read as one.
    plainFeatures =
      plan.dialect.separator == plan.dialect.decimalMark
      ? [Int](repeating: -1, count: plan.layout.columnCount) : plan.layout.plainFeatures
    result.labels = layout.labels.map { _ in TableLabels() }
    result.omittedLabels = result.labels
  }

  /// Reads the rows of the block, one after the other without gaps.
  ///
  /// - Parameters:
  ///   - elements: Where the rows go.
  ///   - rowStride: How far apart their places are: the number of features, or 0 if the numbers do
  ///     not matter and may replace one another.
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
  /// - Returns: Whether its row ends with it.
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

  /// Reads a field that is not simply a number: text, a number between quotation marks, or a fault.
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

  /// Takes the row that was read out of the observations.
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

/// What was read of a block, next to its numbers.
struct BlockResult: Sendable {
  /// The rows that are observations.
  var rowCount = 0
  var labels: [TableLabels] = []
  /// The rows that are left out, counted from the first row of the block.
  var omittedRows: [Int] = []
  var omittedLabels: [TableLabels] = []
}
