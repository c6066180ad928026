/// The role of each column of a table.
struct TableLayout: Sendable {
  /// The number of fields in every row.
  let columnCount: Int
  /// The names of all columns, if there is a header.
  let names: [ColumnName]?
  /// The feature columns, in order; columns are numbered from 0.
  let features: [Int]
  /// The label columns, in order.
  let labels: [Int]
  /// The columns without values in the first megabyte; a later value in them is an error.
  let emptyColumns: Set<Int>
  /// For each column, its feature number if the column is only a feature; otherwise -1.
  let plainFeatures: [Int]
  /// For each column, its feature number; -1 if it is not a feature.
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

  /// The captions of the table, from the labels that were read.
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

  /// How an error message names a column, whose index counts from 0: `column 2 ("height")`.
  func place(ofColumn column: Int) -> String {
    let name = names.flatMap { $0.indices.contains(column) ? $0[column].text : nil } ?? ""
    return "column \(column + 1)" + (name.isEmpty ? "" : " (\(name.excerpt.debugDescription))")
  }
}
