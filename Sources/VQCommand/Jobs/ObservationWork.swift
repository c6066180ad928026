internal import VQFormats
internal import VectorQuantization

/// Work on a file of observations, in whichever scalar the file holds.
protocol ObservationWork: Sendable {
  /// The file of observations.
  var observations: String { get }
  /// The columns to read, if the file is a table.
  var selection: TableSelection { get }
  /// The most threads to read it with; `nil` for every processor.
  var workers: Int? { get }

  /// Fails if a result could not be written after the work.
  func checkOutputs() throws

  /// Does the work, the same for either scalar.
  func work<Scalar: VectorScalar>(
    on observations: MatrixSpan<Scalar>, isOneDimensional: Bool, for session: Session
  ) throws
}

extension ObservationWork {
  var selection: TableSelection { .all }
  var workers: Int? { nil }

  /// Opens the file and does the work.
  func run(_ console: Console) throws {
    var session = Session(console: console)
    try checkOutputs()
    let file = try ObservationFile(
      opening: observations, selecting: selection, workers: workers)
    session.captions = file.captions
    if file.scalarType == .float32 {
      try work(on: file, as: Float.self, for: session)
    } else {
      try work(on: file, as: Double.self, for: session)
    }
  }

  private func work<Scalar: VectorScalar>(
    on file: borrowing ObservationFile, as scalar: Scalar.Type, for session: Session
  ) throws {
    let isOneDimensional = file.isOneDimensional
    if file.isDirect {
      try work(on: file.span(as: scalar), isOneDimensional: isOneDimensional, for: session)
    } else {
      let observations = file.widened(as: scalar)
      try work(on: observations.span, isOneDimensional: isOneDimensional, for: session)
    }
  }
}

/// One run of a command: where its text goes, when it began, and the words in its table.
struct Session: Sendable {
  let console: Console
  /// The names and labels that came with the observations.
  var captions = TableCaptions.none
  private let start = ContinuousClock.now

  init(console: Console) {
    self.console = console
  }

  /// The time since the command began.
  var elapsed: Duration { ContinuousClock.now - start }
}
