/// How to read a table, as decided from the first megabyte of its text, and the reasons.
struct TablePlan: Sendable {
  /// A decision.
  struct Decision: Sendable, Equatable {
    /// What was decided, such as `separator`.
    let subject: String
    let choice: String
    let reason: String
  }

  var dialect: Dialect
  var layout: TableLayout
  /// The line with the column names, including its line end; `nil` if there is none.
  var header: Range<Int>?
  /// The start of the first row of data.
  var start: Int
  /// The line of that row, from 1.
  var firstRowLine: Int
  var missingWords: MissingWords
  var missingRows: ReadingOptions.MissingRows
  /// Whether every row ends with an empty field that is not a column.
  var endsWithSeparator = false
  /// Remarks for the user.
  var notes: [String] = []
  var decisions: [Decision] = []
  /// The profiles of the columns in the first megabyte.
  var profiles: [ColumnProfile] = []

  var hasHeader: Bool { header != nil }
}
