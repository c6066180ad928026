internal import VQFormats
internal import VectorQuantization

/// Work on a file of observations, in whichever scalar the file holds.
protocol ObservationWork: Sendable {
  /// The file of observations.
  var observations: String { get }

  /// Fails if a result could not be written after the work.
  func checkOutputs() throws

  /// Does the work, the same for either scalar.
  func work<Scalar: VectorScalar>(
    on observations: MatrixSpan<Scalar>, isOneDimensional: Bool, for session: Session
  ) throws
}

extension ObservationWork {
  /// Opens the file and does the work.
  func run(_ console: Console) throws {
    let session = Session(console: console)
    try checkOutputs()
    let file = try ObservationFile(opening: observations)
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

/// One run of a command: where its text goes, and when it began.
struct Session: Sendable {
  let console: Console
  private let start = ContinuousClock.now

  init(console: Console) {
    self.console = console
  }

  /// The time since the command began.
  var elapsed: Duration { ContinuousClock.now - start }
}
