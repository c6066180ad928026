internal import VQFormats
internal import VectorQuantization

/// Work on a file of observations, in whichever scalar suits what the file holds.
protocol ObservationWork: Sendable {
  /// The file of observations.
  var observations: String { get }
  /// How the file is read.
  var reading: ReadingOptions { get }
  /// A small table whose columns belong to the features, a codebook for instance.
  var companion: String? { get }
  /// The names of the features of an earlier run, which this one goes on from.
  var earlierNames: [String]? { get throws }
  /// The most threads to use; `nil` for every processor.
  var workers: Int? { get }
  /// What the process may take; `nil` if there is no limit.
  var memory: MemoryBudget? { get }

  /// Fails if a result could not be written after the work.
  func checkOutputs() throws

  /// Does the work, the same for either scalar.
  func work<Scalar: VectorScalar>(on observations: Observations<Scalar>, for session: Session)
    throws
}

extension ObservationWork {
  var companion: String? { nil }
  var earlierNames: [String]? { nil }
  var workers: Int? { nil }
  var memory: MemoryBudget? { nil }

  /// Opens the file and does the work.
  func run(_ console: Console) throws {
    try checkOutputs()
    var session = Session(of: observations, reading, console: console)
    if let companion {
      let table = try NamedTable(reading: companion)
      console.note(table.notes)
      session.companion = table
      session.reading.pairedNames = session.companion?.names
    }
    session.reading.pairedNames = try earlierNames ?? session.reading.pairedNames
    if memory == nil { return try workOnMapping(for: session) }
    Arenas.shareOne()
    try workOnReader(for: session)
  }

  /// Works on the file as it lies in memory: mapped, or parsed if it is text.
  private func workOnMapping(for session: Session) throws {
    var session = session
    let file = try ObservationFile(
      opening: observations, options: session.reading, workers: workers)
    try session.take(file)
    if file.scalarType == .float32 {
      try work(on: file, as: Float.self, for: session)
    } else {
      try work(on: file, as: Double.self, for: session)
    }
  }

  private func work<Scalar: VectorScalar>(
    on file: borrowing ObservationFile, as scalar: Scalar.Type, for session: Session
  ) throws {
    if file.isDirect {
      try work(on: Observations(file.span(as: scalar)), for: session)
    } else {
      try work(on: Observations<Scalar>(file.stored), for: session)
    }
  }

  /// Works on the file a tile at a time.
  private func workOnReader(for session: Session) throws {
    var session = session
    let reader = try FileRowReader(opening: observations, as: reading.format)
    try reading.checkNoTable(observations)
    session.layout = reader.layout
    session.isOneDimensional = reader.isOneDimensional
    do {
      if reader.layout.elementType.scalarType == .float32 {
        try work(on: Observations<Float>(reading: reader), for: session)
      } else {
        try work(on: Observations<Double>(reading: reader), for: session)
      }
    } catch ClusteringError.unreadable {
      throw reader.failure ?? .cannotOpen(path: observations, reason: "it cannot be read")
    }
  }
}
