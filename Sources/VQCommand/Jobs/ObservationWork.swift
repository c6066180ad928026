internal import VQFormats
internal import VectorQuantization

/// Work on a file of observations, in whichever scalar suits what the file holds.
protocol ObservationWork: Sendable {
  /// The file of observations.
  var observations: String { get }
  /// Which columns of a table are observations.
  var selection: TableSelection { get }
  /// The most threads to use; `nil` for every processor.
  var workers: Int? { get }
  /// What the process may take; `nil` if nobody set a limit.
  var memory: MemoryBudget? { get }

  /// Fails if a result could not be written after the work.
  func checkOutputs() throws

  /// Does the work, the same for either scalar.
  func work<Scalar: VectorScalar>(
    on observations: Observations<Scalar>, isOneDimensional: Bool, for session: Session
  ) throws
}

extension ObservationWork {
  var selection: TableSelection { .all }
  var workers: Int? { nil }
  var memory: MemoryBudget? { nil }

  /// Opens the file and does the work.
  func run(_ console: Console) throws {
    let session = Session(console: console)
    try checkOutputs()
    if memory == nil { return try workOnMapping(for: session) }
    Arenas.shareOne()
    try workOnReader(for: session)
  }

  /// Works on the file as it lies in memory: mapped, or parsed if it is text.
  private func workOnMapping(for session: Session) throws {
    var session = session
    let file = try ObservationFile(
      opening: observations, selecting: selection, workers: workers)
    session.console.note(file.warnings)
    session.captions = file.captions
    session.layout = file.layout
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
      try work(
        on: Observations(file.span(as: scalar)), isOneDimensional: isOneDimensional, for: session)
    } else {
      try work(
        on: Observations<Scalar>(file.stored), isOneDimensional: isOneDimensional, for: session)
    }
  }

  /// Works on the file a tile at a time.
  private func workOnReader(for session: Session) throws {
    var session = session
    try selection.check(FileFormat(extensionOf: observations), of: observations)
    let reader = try FileRowReader(opening: observations)
    session.layout = reader.layout
    do {
      if reader.layout.elementType.scalarType == .float32 {
        try work(
          on: Observations<Float>(reading: reader), isOneDimensional: reader.isOneDimensional,
          for: session)
      } else {
        try work(
          on: Observations<Double>(reading: reader), isOneDimensional: reader.isOneDimensional,
          for: session)
      }
    } catch ClusteringError.unreadable {
      throw reader.failure ?? .cannotOpen(path: observations, reason: "it cannot be read")
    }
  }
}

/// One run of a command: where its text goes, when it began, and what came with the observations.
struct Session: Sendable {
  let console: Console
  /// The names and labels that came with the observations.
  var captions = TableCaptions.none
  /// Where the observations are in their file.
  var layout = StorageLayout(elementType: .float64, rowCount: 0, columnCount: 0)
  private let start = ContinuousClock.now

  init(console: Console) {
    self.console = console
  }

  /// The time since the command began.
  var elapsed: Duration { ContinuousClock.now - start }
}
