/// Which columns of a table are features, and which one identifies the observations.
public struct TableSelection: Sendable, Equatable {
  /// A column of a table.
  public enum Column: Sendable, Equatable {
    /// The column with that number, from 1.
    case number(Int)
    /// The column that the header gives that name.
    case name(String)

    /// Reads a number or a name.
    ///
    /// They cannot be confused: a line with a number in it is no header.
    ///
    /// - Parameter text: A whole number, or a name.
    public init(_ text: String) {
      self = Int(text).map(Self.number) ?? .name(text)
    }
  }

  /// The features, in order; `nil` for all columns but that of the labels.
  public var features: [Column]?
  /// The column that identifies the observations, kept as text.
  ///
  /// It is a feature only if ``features`` names it too.
  public var labels: Column?

  /// Every column is a feature.
  public static let all = TableSelection()

  /// Creates a selection.
  ///
  /// - Parameters:
  ///   - features: The features, in order; `nil` for all columns but that of the labels.
  ///   - labels: The column that identifies the observations, if there is one.
  public init(features: [Column]? = nil, labels: Column? = nil) {
    self.features = features
    self.labels = labels
  }

  /// Fails if columns are selected of a file that is not text.
  package func check(_ format: FileFormat?, of path: String) throws(FormatError) {
    guard self != .all, format != .csv, format != .tsv else { return }
    throw .invalid(
      path: path, place: nil, problem: "is no table in text, and only of those are columns chosen",
      mend: "give a .csv or .tsv file, or do without --columns and --labels-column")
  }
}

extension TableSelection.Column {
  /// Reads columns as a line of a `.csv` file: separated by commas, and between quotation marks if
  /// there is a comma in a name.
  ///
  /// - Parameter line: The line.
  /// - Returns: At least one column; `nil` if one has no name.
  public static func list(_ line: String) -> [TableSelection.Column]? {
    let bytes = Array(line.utf8)
    var scanner = TableScanner(bytes.span, separator: UInt8(ascii: ","))
    var columns: [TableSelection.Column] = []
    while true {
      let field = scanner.nextField()
      let name = String(decoding: bytes.span.bytes(of: field), as: UTF8.self)
      guard !name.isEmpty, !field.isUnclosed else { return nil }
      columns.append(TableSelection.Column(name))
      if field.isLast { return scanner.isAtEnd ? columns : nil }
    }
  }
}
