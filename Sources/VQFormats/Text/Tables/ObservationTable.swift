public import VectorQuantization

/// What a table in text holds: observations, and the words that go with them.
public struct ObservationTable: Sendable {
  /// One observation a row, each number rounded to the nearest `Double`.
  public let observations: Matrix<Double>
  /// The names of the features and the labels of the observations.
  public let captions: TableCaptions
}

/// The words beside the numbers of a table.
public struct TableCaptions: Sendable, Equatable {
  /// A name for each column of numbers; `nil` if there is no header.
  public var columnNames: [String]?
  /// A text for each row, to tell them apart; `nil` if there is no such column.
  public var labels: TableLabels?

  /// No words.
  public static let none = TableCaptions()

  /// Creates captions.
  ///
  /// - Parameters:
  ///   - columnNames: A name for each column of numbers.
  ///   - labels: A text for each row.
  public init(columnNames: [String]? = nil, labels: TableLabels? = nil) {
    self.columnNames = columnNames
    self.labels = labels
  }

  /// The names of the columns alone, for rows that are no observations: centroids, for instance.
  public var ofColumns: TableCaptions { TableCaptions(columnNames: columnNames) }

  /// The captions of one number for each row, beside its label; none if there are no labels.
  ///
  /// - Parameter name: What the number is.
  /// - Returns: The captions.
  public func besideLabels(_ name: String) -> TableCaptions {
    labels.map { TableCaptions(columnNames: [name], labels: $0) } ?? .none
  }
}

/// A column of text: what identifies each row of a table.
///
/// It takes the bytes of the text and one word a row.
public struct TableLabels: Sendable, Equatable {
  /// The name of the column, if the table has a header.
  public var name: String?
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
    self.name = name
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
    var labels = TableLabels(name: name)
    for row in rows { labels.append(self[bytesOf: row]) }
    return labels
  }

  mutating func append(_ label: some Collection<UInt8>) {
    bytes += label
    ends.append(bytes.count)
  }

  /// Appends the labels of the rows that follow.
  mutating func append(_ labels: TableLabels) {
    let offset = bytes.count
    bytes += labels.bytes
    for end in labels.ends { ends.append(offset + end) }
  }
}
