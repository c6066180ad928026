public import VectorQuantization

/// The contents of a text table: observations, and the names and labels that belong to them.
public struct ObservationTable: Sendable {
  /// One observation a row, each number rounded to the nearest `Double`.
  public let observations: Matrix<Double>
  /// The names of the features and the labels of the observations.
  public let captions: TableCaptions
  /// The rows that are not observations.
  public let omittedRows: OmittedRows
  /// Remarks for the user on how the table was read, such as columns that were left out.
  public let notes: [String]
}

/// The names and labels of a table: text that belongs to its numbers.
public struct TableCaptions: Sendable, Equatable {
  /// The names of the numeric columns, for display and for writing; `nil` if there is no header.
  var names: [ColumnName]?
  /// Text columns that identify the rows, one field for each row.
  public var labels: [TableLabels]

  /// A name for each numeric column; `nil` if there is no header.
  public var columnNames: [String]? {
    get { names?.map(\.text) }
    set { names = newValue?.map { ColumnName($0) } }
  }

  /// Captions without names and labels.
  public static let none = TableCaptions()

  /// Creates captions.
  ///
  /// - Parameters:
  ///   - columnNames: A name for each numeric column.
  ///   - labels: Text columns, one field for each row.
  public init(columnNames: [String]? = nil, labels: [TableLabels] = []) {
    names = columnNames?.map { ColumnName($0) }
    self.labels = labels
  }

  /// The column names without row labels, for rows that are not observations, such as centroids.
  public var ofColumns: TableCaptions {
    var captions = self
    captions.labels = []
    return captions
  }

  /// Captions for one number a row, written next to the labels; none if there are no labels.
  ///
  /// - Parameter name: The name of the column with the number.
  /// - Returns: The captions.
  public func besideLabels(_ name: String) -> TableCaptions {
    labels.isEmpty ? .none : TableCaptions(columnNames: [name], labels: labels)
  }

  /// Captions with these column names, and the labels of other captions.
  ///
  /// - Parameter others: The captions with the labels.
  /// - Returns: The captions.
  public func labelled(by others: TableCaptions) -> TableCaptions {
    var captions = self
    captions.labels = others.labels
    return captions
  }

  /// The labels of a row, as the bytes that were read.
  func labels(ofRow row: Int) -> [ArraySlice<UInt8>] { labels.map { $0[bytesOf: row] } }

  /// The captions of some rows, in the given order.
  ///
  /// - Parameter rows: The indices of the rows, from 0.
  /// - Returns: The same names, and the labels of these rows.
  public func ofRows(_ rows: [Int]) -> TableCaptions {
    var captions = self
    captions.labels = labels.map { $0.rows(rows) }
    return captions
  }
}

/// Rows of a table that are not observations, because a feature has no value in them.
public struct OmittedRows: Sendable, Equatable {
  /// The indices of the rows among all rows of the table, from 0, ascending.
  public internal(set) var rows: [Int] = []
  /// Their labels, in the same columns as ``TableCaptions/labels``.
  public internal(set) var labels: [TableLabels] = []

  /// Creates an empty set of rows.
  public init() {}

  /// Expands values for observations to values for all rows of the table.
  ///
  /// - Parameters:
  ///   - values: One value for each observation.
  ///   - standIn: The value for each omitted row.
  /// - Returns: One value for each row of the table.
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

  /// Expands the captions of the observations to captions of all rows of the table.
  ///
  /// - Parameter captions: The captions of the observations.
  /// - Returns: The captions, with the labels of the omitted rows inserted at their places.
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

/// A text column with a label for each row of a table.
///
/// It uses the bytes of the text and one word a row.
public struct TableLabels: Sendable, Equatable {
  /// The name of the column, for display and for writing; `nil` if the table has no header.
  var columnName: ColumnName?
  /// The name of the column, if the table has a header.
  public var name: String? { columnName?.text }
  /// The name in a header for labels without a name.
  static let standInName = "label"
  private var bytes: [UInt8] = []
  /// The end of each label in `bytes`.
  private var ends: [Int] = []

  /// Creates a column of labels.
  ///
  /// - Parameters:
  ///   - name: The name of the column.
  ///   - labels: The labels, in order.
  public init(name: String? = nil, _ labels: [String] = []) {
    columnName = name.map { ColumnName($0) }
    for label in labels { append(Array(label.utf8)) }
  }

  /// The number of labels, one for each row.
  public var count: Int { ends.count }

  /// The label of a row; invalid UTF-8 is replaced.
  public subscript(row: Int) -> String { String(decoding: self[bytesOf: row], as: UTF8.self) }

  /// The label of a row, as the bytes that were read.
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

  /// Appends the labels of the next rows.
  mutating func append(_ labels: TableLabels) {
    let offset = bytes.count
    bytes += labels.bytes
    for end in labels.ends { ends.append(offset + end) }
  }
}
