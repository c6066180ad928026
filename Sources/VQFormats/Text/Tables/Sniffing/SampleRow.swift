/// A row of the sample, cut into fields.
struct SampleRow {
  /// A field: its place, and what it can be read as.
  struct Field {
    let place: TableScanner.Field
    let found: FieldClass
    /// Whether the first byte is a comma, which stands before no number where rows are cut at blanks.
    let startsWithComma: Bool
  }

  var fields: [Field] = []
  /// Where the row begins and ends in the text, its line end included.
  var range = 0..<0

  var count: Int { fields.count }

  /// The first field whose quotation marks are wrong.
  var fault: (column: Int, field: TableScanner.Field)? {
    fields.indices.first { fields[$0].place.fault != nil }.map { ($0, fields[$0].place) }
  }

  /// Whether the last field is empty.
  var endsEmpty: Bool { fields.last.map { $0.place.range.isEmpty } ?? false }
}

extension TableScanner {
  /// Moves past the row that begins here, and classifies its fields.
  mutating func nextRow(_ classifier: FieldClassifier) -> SampleRow {
    var row = SampleRow()
    readRow(into: &row, classifier)
    return row
  }

  /// Moves past the row that begins here, and classifies its fields in place of those of another row.
  mutating func readRow(into row: inout SampleRow, _ classifier: FieldClassifier) {
    row.fields.removeAll(keepingCapacity: true)
    let start = position
    while true {
      let field = nextField()
      let text = text.extracting(field.range).trimmed()
      row.fields.append(
        SampleRow.Field(
          place: field, found: classifier.classify(text),
          startsWithComma: !text.isEmpty && text[0] == UInt8(ascii: ",")))
      if field.isLast { break }
    }
    row.range = start..<position
  }
}
