internal import VQFormats
internal import VectorQuantization

/// One run of a command: its observations and what came with them, where its text goes, when it began.
struct Session: Sendable {
  let console: Console
  /// The file of observations.
  let path: String
  /// How the file is read.
  var reading: ReadingOptions
  /// The names and labels that came with the observations.
  var captions = TableCaptions.none
  /// The rows of the file that are no observations.
  var omitted = OmittedRows()
  /// Whether the file is a table in text.
  var isTable = false
  /// Whether the file holds an array of one dimension.
  var isOneDimensional = false
  /// Where the observations are in their file.
  var layout = StorageLayout(elementType: .float64, rowCount: 0, columnCount: 0)
  /// The small table that goes with the observations, its columns in their order.
  var companion: NamedTable?
  private let start = ContinuousClock.now

  init(of path: String, _ reading: ReadingOptions, console: Console) {
    self.path = path
    self.reading = reading
    self.console = console
  }

  /// Takes what is known of an open file, and prints what a person should know.
  mutating func take(_ file: borrowing ObservationFile) throws(CommandError) {
    captions = file.captions
    omitted = file.omittedRows
    isTable = file.access == .parsed
    isOneDimensional = file.isOneDimensional
    layout = file.layout
    companion = try companion?.paired(with: captions.columnNames, of: path)
    console.note(file.notes)
  }

  /// The time since the command began.
  var elapsed: Duration { ContinuousClock.now - start }
}
