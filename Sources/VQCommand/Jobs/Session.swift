internal import VQFormats
internal import VectorQuantization

/// One run of a command: its observations and their captions, its console, and its start time.
struct Session: Sendable {
  let console: Console
  /// The file of observations.
  let path: String
  /// The options for reading the file.
  var reading: ReadingOptions
  /// The column names and row labels of the observations.
  var captions = TableCaptions.none
  /// The skipped rows of the file.
  var omitted = OmittedRows()
  /// Whether the file is a text table.
  var isTable = false
  /// Whether the file holds an array of one dimension.
  var isOneDimensional = false
  /// The layout of the observations in their file.
  var layout = StorageLayout(elementType: .float64, rowCount: 0, columnCount: 0)
  /// The small table that belongs to the observations, with its columns in the order of the
  /// features.
  var companion: NamedTable?
  private let start = ContinuousClock.now

  init(of path: String, _ reading: ReadingOptions, console: Console) {
    self.path = path
    self.reading = reading
    self.console = console
  }

  /// Copies the properties of an open file, and prints its notes.
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
