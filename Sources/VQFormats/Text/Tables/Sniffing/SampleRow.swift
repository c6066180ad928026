/// A row of the sample, split into fields.
struct SampleRow {
  /// A field: its position, and what it can be parsed as.
  struct Field {
    let place: TableScanner.Field
    let found: FieldClass
    /// Whether the first byte is a comma; in rows separated by blanks, no number begins so.
    let startsWithComma: Bool
  }

  var fields: [Field] = []
  /// The range of the row in the text, including its line end.
  var range = 0..<0

  var count: Int { fields.count }

  /// The first field with a fault in its quotation marks.
  var fault: (column: Int, field: TableScanner.Field)? {
    fields.indices.first { fields[$0].place.fault != nil }.map { ($0, fields[$0].place) }
  }

  /// Whether the last field is empty.
  var endsEmpty: Bool { fields.last.map { $0.place.range.isEmpty } ?? false }
}

extension TableScanner {
  /// Reads the row that begins here, and classifies its fields.
  mutating func nextRow(_ classifier: FieldClassifier) -> SampleRow {
    var row = SampleRow()
    readRow(into: &row, classifier)
    return row
  }

  /// Reads the row that begins here into an existing `SampleRow`, and classifies its fields.
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
