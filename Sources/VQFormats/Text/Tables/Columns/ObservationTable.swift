public import VectorQuantization

/// What a table in text holds: observations, and the words that go with them.
public struct ObservationTable: Sendable {
  /// One observation a row, each number rounded to the nearest `Double`.
  public let observations: Matrix<Double>
  /// The names of the features and the labels of the observations.
  public let captions: TableCaptions
  /// The rows that are no observations.
  public let omittedRows: OmittedRows
  /// What a person should know of how the table was read: columns left out, for instance.
  public let notes: [String]
}

/// The words next to the numbers of a table.
public struct TableCaptions: Sendable, Equatable {
  /// The names of the columns of numbers, as they are read and written; `nil` if there is no header.
  var names: [ColumnName]?
  /// Columns of text with one field for each row, to tell rows apart.
  public var labels: [TableLabels]

  /// A name for each column of numbers; `nil` if there is no header.
  public var columnNames: [String]? {
    get { names?.map(\.text) }
    set { names = newValue?.map { ColumnName($0) } }
  }

  /// No words.
  public static let none = TableCaptions()

  /// Creates captions.
  ///
  /// - Parameters:
  ///   - columnNames: A name for each column of numbers.
  ///   - labels: Columns of text with one field for each row.
  public init(columnNames: [String]? = nil, labels: [TableLabels] = []) {
    names = columnNames?.map { ColumnName($0) }
    self.labels = labels
  }

  /// The names of the columns alone, for rows that are no observations: centroids, for instance.
  public var ofColumns: TableCaptions {
    var captions = self
    captions.labels = []
    return captions
  }

  /// The captions of one number for each row, next to its labels; none if there are no labels.
  ///
  /// - Parameter name: What the number is.
  /// - Returns: The captions.
  public func besideLabels(_ name: String) -> TableCaptions {
    labels.isEmpty ? .none : TableCaptions(columnNames: [name], labels: labels)
  }

  /// These names, and the labels of other captions.
  ///
  /// - Parameter others: The captions that have the labels.
  /// - Returns: The captions.
  public func labelled(by others: TableCaptions) -> TableCaptions {
    var captions = self
    captions.labels = others.labels
    return captions
  }

  /// The labels of a row, as they were read.
  func labels(ofRow row: Int) -> [ArraySlice<UInt8>] { labels.map { $0[bytesOf: row] } }

  /// The captions of some rows, in the order given.
  ///
  /// - Parameter rows: The numbers of the rows, from 0.
  /// - Returns: The same names, and the labels of these rows.
  public func ofRows(_ rows: [Int]) -> TableCaptions {
    var captions = self
    captions.labels = labels.map { $0.rows(rows) }
    return captions
  }
}

/// Rows of a table that are no observations, since a feature has no value in them.
public struct OmittedRows: Sendable, Equatable {
  /// The numbers of the rows among all rows of the table, from 0, ascending.
  public internal(set) var rows: [Int] = []
  /// Their labels, as ``TableCaptions/labels`` has those of the others.
  public internal(set) var labels: [TableLabels] = []

  /// No rows.
  public init() {}

  /// One value for each row of the table, with a stand-in for those left out.
  ///
  /// - Parameters:
  ///   - values: One for each observation.
  ///   - standIn: The value of a row that was left out.
  /// - Returns: As many values as the table has rows.
  public func filled<Value>(_ values: [Value], with standIn: Value) -> [Value] {
    guard !rows.isEmpty else { return values }
    var filled: [Value] = []
    filled.reserveCapacity(values.count + rows.count)
    var next = 0
    for row in rows {
      let kept = row - filled.count
      filled += values[next..<(next + kept)]
      next += kept
      filled.append(standIn)
    }
    return filled + values[next...]
  }

  /// The captions of all rows of the table.
  ///
  /// - Parameter captions: Those of the observations.
  /// - Returns: The captions with the labels of the rows left out in their places.
  public func filled(_ captions: TableCaptions) -> TableCaptions {
    guard !rows.isEmpty, let first = captions.labels.first else { return captions }
    let order = filled(Array(0..<first.count), with: -1)
    var filled = captions
    filled.labels = zip(captions.labels, labels).map { kept, omitted in
      var labels = TableLabels()
      labels.columnName = kept.columnName
      var next = 0
      for row in order {
        labels.append(row < 0 ? omitted[bytesOf: next] : kept[bytesOf: row])
        if row < 0 { next += 1 }
      }
      return labels
    }
    return filled
  }
}

/// A column of text: what identifies each row of a table.
///
/// It takes the bytes of the text and one word a row.
public struct TableLabels: Sendable, Equatable {
  /// The name of the column, as it is read and written; `nil` if the table has no header.
  var columnName: ColumnName?
  /// The name of the column, if the table has a header.
  public var name: String? { columnName?.text }
  /// The name in a header above labels that have none.
  static let standInName = "label"
  private var bytes: [UInt8] = []
  /// Where each label ends.
  private var ends: [Int] = []

  /// Creates a column of some labels.
  ///
  /// - Parameters:
  ///   - name: The name of the column.
  ///   - labels: The labels, in order.
  public init(name: String? = nil, _ labels: [String] = []) {
    columnName = name.map { ColumnName($0) }
    for label in labels { append(Array(label.utf8)) }
  }

  /// The number of labels: one a row.
  public var count: Int { ends.count }

  /// The label of a row; bytes that are no UTF-8 are replaced.
  public subscript(row: Int) -> String { String(decoding: self[bytesOf: row], as: UTF8.self) }

  /// The label of a row, as it was read.
  subscript(bytesOf row: Int) -> ArraySlice<UInt8> {
    bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]]
  }

  /// The labels of some rows.
  package func rows(_ rows: [Int]) -> TableLabels {
    var labels = TableLabels()
    labels.columnName = columnName
    for row in rows { labels.append(self[bytesOf: row]) }
    return labels
  }

  mutating func append(_ label: some Collection<UInt8>) {
    bytes += label
    ends.append(bytes.count)
  }

  /// Removes the label of the last row.
  mutating func removeLast() -> [UInt8]? {
    guard let end = ends.popLast() else { return nil }
    let start = ends.last ?? 0
    defer { bytes.removeLast(end - start) }
    return Array(bytes[start..<end])
  }

  /// Appends the labels of the rows that follow.
  mutating func append(_ labels: TableLabels) {
    let offset = bytes.count
    bytes += labels.bytes
    for end in labels.ends { ends.append(offset + end) }
  }
}
