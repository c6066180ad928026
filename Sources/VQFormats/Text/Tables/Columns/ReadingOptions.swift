/// What the caller knows about a file, and what to read from it.
///
/// Everything is optional. ``ObservationFile`` recognises formats by their first bytes, and derives
/// the form of a table from its first megabyte. A given option is used without a check.
public struct ReadingOptions: Sendable, Equatable {
  /// The format of the file; `nil` to recognise it.
  public var format: FileFormat?
  /// The feature columns, in order; `nil` for all numeric columns that are not labels.
  public var features: [ColumnChoice]?
  /// The columns that identify the observations, kept as text.
  ///
  /// They are features only if ``features`` also names them.
  public var labels: [ColumnChoice] = []
  /// The feature names of another table, such as a codebook.
  ///
  /// If ``features`` is `nil` and the table has a header, the columns with these names are the
  /// features, in this order.
  public var pairedNames: [String]?
  /// Whether the first row holds the names of the columns.
  public var header: Bool?
  /// The separator between the fields of a row.
  public var separator: Separator?
  /// The decimal mark of numbers.
  public var decimalMark: DecimalMark?
  /// Words that mean "no value", in addition to the known ones.
  public var missingWords: [String] = []
  /// How to treat a row in which a feature has no value.
  public var missingRows = MissingRows.refuse
  /// The number of lines to skip before the table, such as a title.
  public var skippedLineCount = 0

  /// The separators between the fields of a row.
  public enum Separator: String, Sendable, CaseIterable {
    /// A single character: `,`, `;`, a tab, or `|`.
    case comma, semicolon, tab, bar
    /// One or more spaces or tabs.
    case blanks

    /// Finds a separator by its name or by the character itself.
    ///
    /// - Parameter text: For instance `comma`, `,`, `;` or `\t`.
    public init?(_ text: String) {
      let characters: [String: Separator] = [
        ",": .comma, ";": .semicolon, "\t": .tab, "\\t": .tab, "|": .bar, " ": .blanks,
        "space": .blanks, "pipe": .bar,
      ]
      guard let found = characters[text] ?? Separator(rawValue: text) else { return nil }
      self = found
    }

    /// The separator as a byte; a space means blanks.
    var byte: UInt8 {
      switch self {
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      case .bar: UInt8(ascii: "|")
      case .blanks: UInt8(ascii: " ")
      }
    }
  }

  /// The decimal marks of numbers.
  public enum DecimalMark: String, Sendable, CaseIterable {
    /// The character `.` or `,`.
    case point, comma

    /// Finds a mark by its name or by the character itself.
    ///
    /// - Parameter text: `point`, `.`, `comma` or `,`.
    public init?(_ text: String) {
      switch text {
      case ".": self = .point
      case ",": self = .comma
      default:
        guard let found = DecimalMark(rawValue: text) else { return nil }
        self = found
      }
    }

    var byte: UInt8 { self == .point ? UInt8(ascii: ".") : UInt8(ascii: ",") }
  }

  /// The ways to treat a row in which a feature has no value.
  public enum MissingRows: String, Sendable, CaseIterable {
    /// The first such row is an error.
    case refuse
    /// Such rows are left out and counted.
    case skip
  }

  /// Recognises everything, and uses all numeric columns as features.
  public static let automatic = ReadingOptions()

  /// Creates options; everything that is not given is recognised.
  ///
  /// - Parameters:
  ///   - features: The columns that are features, in order.
  ///   - labels: The columns that identify the observations.
  public init(features: [ColumnChoice]? = nil, labels: [ColumnChoice] = []) {
    self.features = features
    self.labels = labels
  }

  /// Whether an option was given that applies only to tables.
  var concernsTables: Bool {
    var others = ReadingOptions()
    others.format = format
    others.pairedNames = pairedNames
    return self != others
  }

  /// Fails if options for tables were given for a file that is not a table.
  package func checkNoTable(_ path: String) throws(FormatError) {
    guard concernsTables else { return }
    throw .invalid(
      path: path, place: nil, problem: "is not a table in text",
      mend: "give a text table, or leave out options such as --columns and --labels-column")
  }
}
