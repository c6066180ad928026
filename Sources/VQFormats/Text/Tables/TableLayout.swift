/// What is in which column of a table.
struct TableLayout {
  /// The number of fields in every row.
  let columnCount: Int
  /// The names of all columns, if there is a header with one for each.
  let names: [String]?
  /// The columns that are features, in order; columns are numbered from 0.
  let features: [Int]
  /// The column of labels, if there is one.
  let labels: Int?
  /// For each column which feature it is; -1 if it is none.
  let featureOfColumn: [Int]

  /// Finds the columns that were selected.
  init(
    _ selection: TableSelection, columnCount: Int, header: [String]?, path: String
  ) throws(FormatError) {
    let names = header.flatMap { names in
      names.count == columnCount && names.contains { !$0.isEmpty } ? names : nil
    }
    let finder = ColumnFinder(path: path, columnCount: columnCount, names: names)
    let labels: Int? =
      if let labels = selection.labels { try finder.column(labels) } else { nil }
    let features =
      if let features = selection.features {
        try finder.columns(features)
      } else {
        (0..<columnCount).filter { $0 != labels }
      }
    guard !features.isEmpty else {
      throw .invalid(
        path: path, place: nil, problem: "has no column of numbers beside the labels",
        mend: "give at least one, or do without labels")
    }
    self.columnCount = columnCount
    self.names = names
    self.features = features
    self.labels = labels
    var featureOfColumn = [Int](repeating: -1, count: columnCount)
    for (feature, column) in features.enumerated() { featureOfColumn[column] = feature }
    self.featureOfColumn = featureOfColumn
  }

  /// The words of the table, once its labels are read.
  func captions(labels: TableLabels) -> TableCaptions {
    var named = labels
    named.name = self.labels.flatMap { names?[$0] }
    return TableCaptions(
      columnNames: names.map { names in features.map { names[$0] } },
      labels: self.labels == nil ? nil : named)
  }
}

/// Finds columns by number or name.
private struct ColumnFinder {
  let path: String
  let columnCount: Int
  let names: [String]?

  /// The columns that were asked for, each once.
  func columns(_ wanted: [TableSelection.Column]) throws(FormatError) -> [Int] {
    var found: [Int] = []
    var isTaken = [Bool](repeating: false, count: columnCount)
    for column in wanted {
      let number = try self.column(column)
      guard !isTaken[number] else {
        throw .invalid(
          path: path, place: "column \(number + 1)", problem: "is chosen twice",
          mend: "choose each column once")
      }
      isTaken[number] = true
      found.append(number)
    }
    return found
  }

  func column(_ wanted: TableSelection.Column) throws(FormatError) -> Int {
    switch wanted {
    case .number(let number):
      guard (1...columnCount).contains(number) else {
        throw .invalid(
          path: path, place: nil, problem: "has no column \(number)",
          mend: "it has \(columnCount), numbered from 1\(names.map { ": \(Self.list($0))" } ?? "")")
      }
      return number - 1
    case .name(let name):
      guard let names else {
        throw .invalid(
          path: path, place: nil,
          problem: "has no header that names its columns, and so none \(name.debugDescription)",
          mend: "give the numbers of columns, from 1 to \(columnCount)")
      }
      return try column(named: name, among: names)
    }
  }

  private func column(named name: String, among names: [String]) throws(FormatError) -> Int {
    guard let first = names.firstIndex(of: name) else {
      let hint =
        Spelling.nearest(to: name, among: names).map { "\($0.excerpt) may be meant; " } ?? ""
      throw .invalid(
        path: path, place: nil, problem: "has no column \(name.debugDescription)",
        mend: "\(hint)its columns are \(Self.list(names))")
    }
    guard let last = names.lastIndex(of: name), last == first else {
      throw .invalid(
        path: path, place: nil, problem: "has several columns \(name.debugDescription)",
        mend: "choose one by its number, of which \(first + 1) is the first")
    }
    return first
  }

  /// The first few names, since a line is not the place for hundreds.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(10).map(\.excerpt).joined(separator: ", ")
    return names.count > 10 ? "\(shown) and \(names.count - 10) more" : shown
  }
}
