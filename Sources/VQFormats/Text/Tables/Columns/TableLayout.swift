/// What the reader does with each column of a table.
struct TableLayout: Sendable {
  /// The number of fields in every row.
  let columnCount: Int
  /// The names of all columns, if there is a header.
  let names: [ColumnName]?
  /// The columns that are features, in order; columns are numbered from 0.
  let features: [Int]
  /// The columns of labels, in order.
  let labels: [Int]
  /// The columns that held no value in the first megabyte, and must not hold one later.
  let emptyColumns: Set<Int>
  /// For each column which feature it is, if it is nothing else; -1 if any of the other fields of this
  /// value tells more.
  let plainFeatures: [Int]
  /// For each column which feature it is; -1 if it is none.
  let featureOfColumn: [Int]

  init(
    columnCount: Int, names: [ColumnName]?, features: [Int], labels: [Int], emptyColumns: Set<Int>
  ) {
    self.columnCount = columnCount
    self.names = names
    self.features = features
    self.labels = labels
    self.emptyColumns = emptyColumns
    var feature = [Int](repeating: -1, count: columnCount)
    for (number, column) in features.enumerated() { feature[column] = number }
    featureOfColumn = feature
    for column in labels { feature[column] = -1 }
    plainFeatures = feature
  }

  /// The words of the table, once its labels are read.
  func captions(labels read: [TableLabels]) -> TableCaptions {
    var captions = TableCaptions()
    captions.names = names.map { names in features.map { names[$0] } }
    captions.labels = zip(labels, read).map { column, labels in
      var named = labels
      named.columnName = names.map { $0[column] }
      return named
    }
    return captions
  }

  /// How an error names a column, numbered from 0: `column 2 ("height")`.
  func place(ofColumn column: Int) -> String {
    let name = names.flatMap { $0.indices.contains(column) ? $0[column].text : nil } ?? ""
    return "column \(column + 1)" + (name.isEmpty ? "" : " (\(name.excerpt.debugDescription))")
  }
}
