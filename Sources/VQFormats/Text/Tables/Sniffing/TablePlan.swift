/// How a table is read, as decided from the first megabyte of its text, and why.
struct TablePlan: Sendable {
  /// One thing that was decided.
  struct Decision: Sendable, Equatable {
    /// What was to be decided: `separator`, for instance.
    let subject: String
    let choice: String
    let reason: String
  }

  var dialect: Dialect
  var layout: TableLayout
  /// The line that names the columns, its line end included; `nil` if there is none.
  var header: Range<Int>?
  /// Where the first row of numbers begins.
  var start: Int
  /// The line in which it begins, from 1.
  var firstRowLine: Int
  var missingWords: MissingWords
  var missingRows: ReadingOptions.MissingRows
  /// Whether every row ends with an empty field that is no column.
  var endsWithSeparator = false
  /// What a person should know.
  var notes: [String] = []
  var decisions: [Decision] = []
  /// What the columns hold in the first megabyte.
  var profiles: [ColumnProfile] = []

  var hasHeader: Bool { header != nil }
}
