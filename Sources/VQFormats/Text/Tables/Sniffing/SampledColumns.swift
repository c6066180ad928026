/// What the columns of a table contain in the sample.
struct SampledColumns {
  /// The profiles of the columns, without the first row.
  private(set) var profiles: [ColumnProfile]
  /// The first row.
  let first: SampleRow
  /// Whether the table has no second row.
  private(set) var isOneRow = true
  /// Whether every row after the first ends with an empty field.
  private(set) var allEndEmpty = true
  /// Whether a line that begins with the comment mark has as many fields as a row.
  private(set) var hasMarkedRows = false
  /// Whether there are such lines after the first row, and all have a different number of fields.
  private(set) var hasComments = false
  /// The first field after the first row with a fault in its quotation marks.
  private(set) var fault: (column: Int, field: TableScanner.Field)?
  /// The first value of each column.
  private var examples: [String] = []

  /// Analyses all rows.
  ///
  /// - Parameters:
  ///   - sample: The text from the first row on.
  ///   - dialect: How the text is split.
  ///   - classifier: Classifies fields.
  ///   - first: The first row.
  ///   - isWhole: Whether the table ends with the sample.
  init(
    _ sample: Span<UInt8>, _ dialect: Dialect, _ classifier: FieldClassifier, first: SampleRow,
    isWhole: Bool
  ) {
    self.first = first
    var scanner = TableScanner(sample, dialect, at: first.range.upperBound)
    var columnCount = first.count
    var row = SampleRow()
    var commentCounts: Set<Int> = []
    profiles = []
    while true {
      if let count = Self.commentFieldCount(scanner) { commentCounts.insert(count) }
      if scanner.skipLineWithoutRow() { continue }
      if scanner.isAtEnd { break }
      scanner.readRow(into: &row, classifier)
      if scanner.isAtEnd, !isWhole { break }
      if isOneRow { columnCount = row.count }
      isOneRow = false
      fault = fault ?? row.fault
      // The reader will refuse rows of a different length.
      guard row.count == columnCount, row.fault == nil else { continue }
      if profiles.isEmpty {
        profiles = row.fields.indices.map { ColumnProfile(isFirst: $0 == 0) }
        examples = row.fields.map { String(decoding: sample.bytes(of: $0.place), as: UTF8.self) }
      }
      for (column, field) in row.fields.enumerated() {
        let text = sample.extracting(field.place.range).trimmed()
        profiles[column].add(text, field.found, isQuoted: field.place.isQuoted)
      }
      allEndEmpty = allEndEmpty && row.endsEmpty
    }
    if profiles.isEmpty {
      profiles = first.fields.indices.map { ColumnProfile(isFirst: $0 == 0) }
      allEndEmpty = false
    }
    hasMarkedRows = commentCounts.contains(columnCount)
    hasComments = !commentCounts.isEmpty && !hasMarkedRows
  }

  /// Whether the first column is 0, 1, 2, … or 1, 2, 3, … from the first row on, if that row is
  /// data.
  private(set) var countsRows = false
  /// Whether the first column holds text.
  var startsWithText: Bool {
    profiles[0].kind(.point) == .text && profiles[0].kind(.comma) == .text
  }

  /// Adds the first row to the profiles, because it is data.
  mutating func addFirstRow(_ sample: Span<UInt8>) {
    if let start = sample.extracting(first.fields[0].place.range).trimmed().wholeNumber {
      countsRows = (0...1).contains(start) && profiles[0].firstOfCount == start + 1
    }
    for (column, field) in first.fields.enumerated() where column < profiles.count {
      let text = sample.extracting(field.place.range).trimmed()
      profiles[column].add(text, field.found, isQuoted: field.place.isQuoted)
    }
  }

  /// An example of the values of a column.
  func example(_ column: Int) -> String {
    examples.indices.contains(column) ? examples[column] : ""
  }

  /// The number of fields of a comment that begins here; `nil` if there is no comment.
  private static func commentFieldCount(_ scanner: TableScanner) -> Int? {
    var dialect = scanner.dialect
    guard !scanner.isAtEnd, dialect.commentMark != 0,
      scanner.text[scanner.position] == dialect.commentMark
    else { return nil }
    dialect.commentMark = 0
    var line = TableScanner(scanner.text, dialect, at: scanner.position)
    return line.skipRow()
  }
}
