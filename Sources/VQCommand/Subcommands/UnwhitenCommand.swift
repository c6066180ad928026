internal import VQFormats
internal import VectorQuantization

/// `vq unwhiten`: converts observations or centroids back to the units before `vq whiten`.
struct UnwhitenCommand: Subcommand {
  private let observations: String
  private let reading: ReadingOptions
  private let scale: String
  private let output: String
  private let report: ReportStyle
  private let isQuiet: Bool

  private static let scale = Option.text(
    "--scale", "FILE", "the divisor of each feature, as vq whiten --scale wrote it")
  private static let output = Option.text("--output", "OUT", "write the result here")
  /// How many numbers are scaled before a write.
  private static let numbersAtOnce = 1 << 17

  static let syntax = Syntax(
    name: "unwhiten",
    summary: "multiply each feature by its scale, which undoes whiten",
    operands: .one("OBS"),
    usage: "OBS --scale FILE --output OUT [options]",
    options: [scale, output] + ReadingOptions.declarations + [Option.report, Option.quiet],
    example: "vq unwhiten codebook.npy --scale scale.npy --output centroids.npy")

  init(_ arguments: Arguments) throws(CommandError) {
    observations = arguments.operands[0]
    reading = try ReadingOptions(arguments)
    guard let scale = try arguments.value(of: Self.scale) else {
      throw .usage("give the file of divisors that vq whiten wrote with --scale FILE")
    }
    guard let output = try arguments.value(of: Self.output) else {
      throw .usage("name the file to write with --output")
    }
    (self.scale, self.output) = (scale, output)
    try reading.check(labelledOutputs: [output])
    report = try arguments.value(of: Option.report)
    isQuiet = arguments.contains(Option.quiet)
  }

  var inputs: InputPaths { InputPaths(observations: observations) }

  func run(_ console: Console) throws {
    try Outputs.checkWritable([output])
    var session = Session(of: observations, reading, console: console)
    let table = try NamedTable(reading: scale)
    console.note(table.notes)
    session.companion = table
    session.reading.pairedNames = table.names
    let file = try ObservationFile(opening: observations, options: session.reading)
    try session.take(file)
    guard file.rowCount > 0, file.columnCount > 0 else {
      throw ClusteringError.emptyObservations(
        rowCount: file.rowCount, columnCount: file.columnCount)
    }
    if file.scalarType == .float32 {
      try unwhiten(file, as: Float.self, for: session)
    } else {
      try unwhiten(file, as: Double.self, for: session)
    }
  }

  private func unwhiten<Scalar: VectorScalar>(
    _ file: borrowing ObservationFile, as scalar: Scalar.Type, for session: Session
  ) throws {
    guard let scale = session.companion else { return }
    let whitening = try Whitening<Scalar>(
      scale, for: observations, featureCount: file.columnCount)
    let line = ProgressLine(on: session.console, isQuiet: isQuiet)
    defer { line.clear() }
    let rowCount = file.rowCount
    line.show("scaling \(Figures.grouped(rowCount)) observations")

    var writer = try RowWriter(
      replacing: output, elementType: ElementType(of: scalar), rowCount: rowCount,
      columnCount: file.columnCount, isOneDimensional: file.isOneDimensional,
      captions: file.captions)
    let rowsAtOnce = max(1, Self.numbersAtOnce / max(1, file.columnCount))
    for start in stride(from: 0, to: rowCount, by: rowsAtOnce) {
      let rows = start..<min(rowCount, start + rowsAtOnce)
      let whitened = file.stored.widened(rows: rows, as: scalar)
      let block = try whitening.undo(on: whitened.span)
      try writer.append(StoredSpan(block.span))
    }
    try writer.finish().commit()
    line.clear()

    var report = Report()
    report.addOutput(
      rows: rowCount, columns: file.columnCount, of: ElementType(of: scalar),
      seconds: session.elapsed)
    try session.console.output(report.text(in: self.report))
  }
}
