internal import VQFormats
internal import VectorQuantization

/// Work on a file of observations, in the scalar type that fits the file.
protocol ObservationWork: Sendable {
  /// The file of observations.
  var observations: String { get }
  /// The options for reading the file.
  var reading: ReadingOptions { get }
  /// The path of a small table whose columns belong to the features, such as a codebook.
  var companion: String? { get }
  /// The feature names of the earlier run that this run resumes.
  var earlierNames: [String]? { get throws }
  /// The maximum number of threads; `nil` for all processors.
  var workers: Int? { get }
  /// The memory limit; `nil` if there is none.
  var memory: MemoryBudget? { get }

  /// Checks before the work that all results can be written.
  func checkOutputs() throws

  /// Does the work, in either scalar type.
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

  /// Works on the file in memory: mapped, or parsed if it is text.
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

  /// Works on the file, reading one tile at a time.
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
