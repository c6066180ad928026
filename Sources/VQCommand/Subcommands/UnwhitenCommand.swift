internal import VQFormats
internal import VectorQuantization

/// `vq unwhiten`: observations or centroids brought back to the units before `vq whiten`.
struct UnwhitenCommand: Subcommand {
  private let observations: String
  private let scale: String
  private let output: String
  private let report: ReportStyle
  private let isQuiet: Bool

  private static let scale = Option.text(
    "--scale", "FILE", "what each feature was divided by, as vq whiten --scale wrote it")
  private static let output = Option.text("--output", "OUT", "write the result here")
  /// How many numbers are scaled before they are written.
  private static let numbersAtOnce = 1 << 17

  static let syntax = Syntax(
    name: "unwhiten",
    summary: "multiply each feature by its scale, which undoes whiten",
    operands: .one("OBS"),
    usage: "OBS --scale FILE --output OUT [options]",
    options: [scale, output, Option.report, Option.quiet],
    example: "vq unwhiten codebook.npy --scale scale.npy --output centroids.npy")

  init(_ arguments: Arguments) throws(CommandError) {
    observations = arguments.operands[0]
    guard let scale = try arguments.value(of: Self.scale) else {
      throw .usage("name the file of scales that vq whiten wrote with --scale")
    }
    guard let output = try arguments.value(of: Self.output) else {
      throw .usage("name the file to write with --output")
    }
    (self.scale, self.output) = (scale, output)
    report = try arguments.value(of: Option.report)
    isQuiet = arguments.contains(Option.quiet)
  }

  var inputs: InputPaths { InputPaths(observations: observations) }

  func run(_ console: Console) throws {
    let session = Session(console: console)
    try Outputs.checkWritable([output])
    let file = try ObservationFile(opening: observations)
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
    let whitening = Whitening(
      scale: try readScale(featureCount: file.columnCount, as: Scalar.self))
    let line = ProgressLine(on: session.console, isQuiet: isQuiet)
    defer { line.clear() }
    let rowCount = file.rowCount
    line.show("scaling \(Figures.grouped(rowCount)) observations")

    var writer = try RowWriter(
      replacing: output, elementType: ElementType(of: scalar), rowCount: rowCount,
      columnCount: file.columnCount, isOneDimensional: file.isOneDimensional)
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

  /// The scales, which may stand in one row or one column.
  private func readScale<Scalar: VectorScalar>(
    featureCount: Int, as scalar: Scalar.Type
  ) throws -> [Scalar] {
    let matrix = try Matrix<Scalar>(reading: scale)
    guard matrix.rowCount == 1 || matrix.columnCount == 1 else {
      throw CommandError.failure(
        "\(scale) is \(matrix.rowCount) x \(matrix.columnCount); scales are one row or one column")
    }
    guard matrix.elements.count == featureCount else {
      throw CommandError.failure(
        "\(scale) holds \(matrix.elements.count) scales for the \(featureCount) features of "
          + "\(observations); give the file that vq whiten wrote with these")
    }
    if let bad = matrix.elements.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw CommandError.failure(
        "\(scale): scale \(bad) (counted from 0) is \(matrix.elements[bad]); scales are positive "
          + "and finite, as vq whiten writes them")
    }
    return matrix.elements
  }
}
