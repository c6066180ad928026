internal import VQFormats
internal import VectorQuantization

/// `vq sample`: draws observations at random, and keeps their order.
struct SampleCommand: Subcommand {
  /// How many observations to draw.
  private enum Size {
    case count(Int)
    case fraction(Double)
  }

  private let observations: String
  private let reading: ReadingOptions
  private let size: Size
  private let seed: UInt64
  private let output: String
  private let report: ReportStyle
  private let isQuiet: Bool

  private static let count = Option.integer("--count", "N", "how many observations to draw")
  private static let fraction = Option.share(
    "--fraction", "F", "the share of the observations to draw")
  private static let seed = Option.seed.defaulting(to: 0)
  private static let output = Option.text("--output", "OUT", "write the observations drawn here")
  /// How many numbers are gathered before a write.
  private static let numbersAtOnce = 1 << 18

  static let syntax = Syntax(
    name: "sample",
    summary: "draw observations at random, each at most once",
    operands: .one("OBS"),
    usage: "OBS (--count N | --fraction F) --output OUT [options]",
    options: [count, fraction, output, seed] + ReadingOptions.declarations + [
      Option.report, Option.quiet,
    ],
    example: "vq sample observations.npy --count 1000 --seed 7 --output sample.npy")

  init(_ arguments: Arguments) throws(CommandError) {
    observations = arguments.operands[0]
    reading = try ReadingOptions(arguments)
    try arguments.exclude(Self.count, Self.fraction)
    if let count = try arguments.value(of: Self.count) {
      size = .count(count)
    } else if let fraction = try arguments.value(of: Self.fraction) {
      size = .fraction(fraction)
    } else {
      throw .usage("give the number of observations with --count, or their share with --fraction")
    }
    guard let output = try arguments.value(of: Self.output) else {
      throw .usage("name the file to write with --output")
    }
    self.output = output
    try reading.check(labelledOutputs: [output])
    seed = try arguments.value(of: Self.seed)
    report = try arguments.value(of: Option.report)
    isQuiet = arguments.contains(Option.quiet)
  }

  var inputs: InputPaths { InputPaths(observations: observations) }

  func run(_ console: Console) throws {
    var session = Session(of: observations, reading, console: console)
    // Some formats hold only one number type, and the type is not known until the file is open.
    if FileFormat(extensionOf: output)?.onlyElementType == nil {
      try Outputs.checkWritable([output])
    }
    let file = try ObservationFile(opening: observations, options: reading)
    try session.take(file)
    guard file.rowCount > 0, file.columnCount > 0 else {
      throw ClusteringError.emptyObservations(
        rowCount: file.rowCount, columnCount: file.columnCount)
    }
    let count = try count(of: file.rowCount)

    let line = ProgressLine(on: console, isQuiet: isQuiet)
    defer { line.clear() }
    var sample = RowSample(count: count, of: file.rowCount, seed: seed)
    let captions = file.captions.ofRows(Array(sample))
    var writer = try RowWriter(
      replacing: output, elementType: file.elementType, rowCount: count,
      columnCount: file.columnCount, isOneDimensional: file.isOneDimensional, captions: captions)
    let rowsAtOnce = max(1, Self.numbersAtOnce / max(1, file.columnCount))
    for start in stride(from: 0, to: count, by: rowsAtOnce) {
      line.update { "writing \(Figures.grouped(start)) of \(Figures.grouped(count)) observations" }
      let rows = (start..<min(count, start + rowsAtOnce)).compactMap { _ in sample.next() }
      try writer.append(rows, of: file.stored)
    }
    try writer.finish().commit()
    line.clear()

    var report = Report()
    report.add("from", "drawn from", .count(file.rowCount))
    report.addOutput(
      rows: count, columns: file.columnCount, of: file.elementType, seconds: session.elapsed)
    try console.output(report.text(in: self.report))
  }

  private func count(of rowCount: Int) throws(CommandError) -> Int {
    switch size {
    case .fraction(let fraction):
      return Int((fraction * Double(rowCount)).rounded())
    case .count(let count):
      guard count <= rowCount else {
        throw .failure(
          "\(observations) has \(rowCount) observations; --count can be at most that, not \(count)")
      }
      return count
    }
  }
}
