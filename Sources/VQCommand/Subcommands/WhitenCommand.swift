internal import VQFormats
internal import VectorQuantization

/// `vq whiten`: divides each feature by its standard deviation, as SciPy's `whiten` does.
struct WhitenCommand: Subcommand, ObservationWork {
  let observations: String
  let reading: ReadingOptions
  private let output: String
  private let scale: String?
  /// The file of divisors; `nil` to divide by the standard deviations.
  private let givenScale: String?
  private let report: ReportStyle
  private let isQuiet: Bool
  let memory: MemoryBudget?

  private static let output = Option.text("--output", "OUT", "write the whitened observations here")
  private static let scale = Option.text(
    "--scale", "OUT", "write the divisor of each feature here")
  private static let givenScale = Option.text(
    "--scale-from", "FILE",
    "divide by the scale that --scale wrote for other observations")

  static let syntax = Syntax(
    name: "whiten",
    summary: "give all features unit variance, as scipy.cluster.vq.whiten does",
    operands: .one("OBS"),
    usage: "OBS --output OUT [options]",
    options: [output, scale, givenScale] + ReadingOptions.declarations + [
      Option.memory, Option.report, Option.quiet,
    ],
    example: "vq whiten observations.npy --output whitened.npy --scale scale.npy")

  init(_ arguments: Arguments) throws(CommandError) {
    observations = arguments.operands[0]
    reading = try ReadingOptions(arguments)
    guard let output = try arguments.value(of: Self.output) else {
      throw .usage("name the file to write with --output")
    }
    self.output = output
    try arguments.exclude(Self.scale, Self.givenScale)
    scale = try arguments.value(of: Self.scale)
    givenScale = try arguments.value(of: Self.givenScale)
    report = try arguments.value(of: Option.report)
    isQuiet = arguments.contains(Option.quiet)
    memory = try arguments.value(of: .memory).map { MemoryBudget(limit: $0) }
    try Outputs.checkDistinct([output, scale])
    try reading.check(labelledOutputs: [output])
  }

  var inputs: InputPaths { InputPaths(observations: observations) }

  func checkOutputs() throws { try Outputs.checkWritable([output, scale]) }

  var companion: String? { givenScale }

  func work<Scalar: VectorScalar>(
    on observations: Observations<Scalar>, for session: Session
  ) throws {
    let line = ProgressLine(on: session.console, isQuiet: isQuiet)
    defer { line.clear() }
    guard observations.rowCount > 0, observations.columnCount > 0 else {
      throw ClusteringError.emptyObservations(
        rowCount: observations.rowCount, columnCount: observations.columnCount)
    }
    line.show("whitening \(Figures.grouped(observations.rowCount)) observations")
    let whitening =
      if let scale = session.companion {
        try Whitening<Scalar>(
          scale, for: self.observations, featureCount: observations.columnCount)
      } else {
        try Whitening(fitting: observations)
      }

    var staged = StagedFiles()
    var writer = try RowWriter(
      replacing: output, elementType: ElementType(of: Scalar.self),
      rowCount: observations.rowCount, columnCount: observations.columnCount,
      isOneDimensional: session.isOneDimensional, captions: session.captions)
    let rowsAtOnce = max(1, Self.numbersAtOnce / observations.columnCount)
    for start in stride(from: 0, to: observations.rowCount, by: rowsAtOnce) {
      let rows = try observations.copy(
        of: start..<min(start + rowsAtOnce, observations.rowCount))
      // Fitting checks this, but a given scale was not fitted to these observations.
      if let place = rows.elements.firstIndex(where: { !$0.isFinite }) {
        throw ClusteringError.notFinite(
          row: start + place / rows.columnCount, column: place % rows.columnCount)
      }
      let whitened = try whitening.apply(to: rows.span)
      try writer.append(StoredSpan(whitened.span))
    }
    staged.add(try writer.finish())
    if let scale {
      let captions = session.captions.ofColumns
      let isRow = captions.columnNames != nil && FileFormat(extensionOf: scale)?.isTable ?? false
      let scales = Matrix(scales: whitening.scale, isRow: isRow)
      staged.add(
        try ResultFile.stage(
          scales.span, captions: captions, oneDimensional: true, replacing: scale))
    }
    try staged.commit()
    line.clear()
    note(whitening.constantFeatures, for: session)
    var report = Report()
    report.addOutput(
      rows: observations.rowCount, columns: observations.columnCount,
      of: ElementType(of: Scalar.self), seconds: session.elapsed)
    try session.console.output(report.text(in: self.report))
  }

  /// How many numbers are whitened before a write: enough to make writing cheap.
  private static let numbersAtOnce = 1 << 20

  private func note(_ constant: [Int], for session: Session) {
    guard !constant.isEmpty else { return }
    let names = session.captions.columnNames
    let columns = constant.map { names?[$0] ?? "\($0 + 1)" }.joined(separator: ", ")
    session.console.note(["\(observations): constant, so left unchanged: column \(columns)"])
  }
}
