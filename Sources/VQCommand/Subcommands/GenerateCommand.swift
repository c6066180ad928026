internal import VQFormats
internal import VectorQuantization

/// `vq generate`: writes observations of a Gaussian mixture, as many as the disk holds.
struct GenerateCommand: Subcommand {
  /// The number types of the observations.
  private enum Kind: String, CaseIterable {
    case float32, float64, uint8

    var elementType: ElementType {
      switch self {
      case .float32: .float32
      case .float64: .float64
      case .uint8: .uint8
      }
    }
  }

  private let observationCount: Int
  private let shape: GaussianMixture.Shape
  private let seed: UInt64
  private let kind: Kind
  private let output: String
  private let codes: String?
  private let codebook: String?
  private let workers: Int?
  private let report: ReportStyle
  private let isQuiet: Bool

  private static let observationCount = Option.integer("--n", "N", "the number of observations")
    .defaulting(to: 100_000)
  private static let featureCount = Option.integer("--d", "D", "the number of features")
    .defaulting(to: 8)
  private static let clusterCount = Option.clusterCount.defaulting(to: 10)
  private static let spread = Option.number(
    "--spread", "S", "the standard deviation of a feature within a cluster"
  ).defaulting(to: 1)
  private static let separation = Option.number(
    "--separation", "R", "the standard deviation of the centres, in units of the spread"
  ).defaulting(to: 4)
  private static let imbalance = Option.number(
    "--imbalance", "B", "the size of the first cluster, divided by the size of the last one"
  ).defaulting(to: 1)
  private static let noise = Option.share(
    "--noise", "F", "the share of observations that belong to no cluster"
  ).defaulting(to: 0)
  private static let kind = Option.choice(
    "--type", "TYPE", among: Kind.allCases, "the type of the numbers"
  ).defaulting(to: .float32)
  private static let seed = Option.seed.defaulting(to: 0)
  private static let output = Option.text("--output", "OUT", "write the observations here")
  private static let codes = Option.text(
    "--codes", "OUT", "write each observation's cluster here, -1 for noise")
  private static let codebook = Option.text("--codebook", "OUT", "write the true centres here")
  /// Limits the centers, which are held in memory, to a gigabyte.
  private static let maximumCenterSize = 1 << 27

  static let syntax = Syntax(
    name: "generate",
    summary: "generate test data: a Gaussian mixture",
    operands: .none,
    usage: "--output OUT [options]",
    options: [
      output, observationCount, featureCount, clusterCount, seed, spread, separation, imbalance,
      noise, kind, codes, codebook, Option.workers, Option.report, Option.quiet,
    ],
    example: "vq generate --n 100000 --d 8 --k 10 --seed 7 --output observations.npy")

  init(_ arguments: Arguments) throws(CommandError) {
    guard let output = try arguments.value(of: Self.output) else {
      throw .usage("name the file to write with --output")
    }
    self.output = output
    codes = try arguments.value(of: Self.codes)
    codebook = try arguments.value(of: Self.codebook)
    try Outputs.checkDistinct([output, codes, codebook])
    observationCount = try arguments.value(of: Self.observationCount)
    let featureCount = try arguments.value(of: Self.featureCount)
    let clusterCount = try arguments.value(of: Self.clusterCount)
    let size = featureCount.multipliedReportingOverflow(by: clusterCount)
    guard !size.overflow, size.partialValue <= Self.maximumCenterSize else {
      throw .usage(
        "--k times --d is more than \(Self.maximumCenterSize); give fewer clusters or features")
    }
    var shape = GaussianMixture.Shape(featureCount: featureCount, clusterCount: clusterCount)
    shape.spread = try arguments.value(of: Self.spread)
    shape.separation = try arguments.value(of: Self.separation)
    shape.imbalance = try arguments.value(of: Self.imbalance)
    shape.noise = try arguments.value(of: Self.noise)
    guard shape.imbalance > 0 else { throw .usage("--imbalance is 0; it must be more than 0") }
    self.shape = shape
    seed = try arguments.value(of: Self.seed)
    kind = try arguments.value(of: Self.kind)
    workers = try arguments.value(of: .workers)
    report = try arguments.value(of: Option.report)
    isQuiet = arguments.contains(Option.quiet)
  }

  var inputs: InputPaths { InputPaths() }

  func run(_ console: Console) throws {
    let session = Session(of: "", .automatic, console: console)
    try Outputs.checkWritable([output], holding: kind.elementType)
    try Outputs.checkWritable([codes], holding: .int32)
    try Outputs.checkWritable([codebook])
    let mixture = GaussianMixture(shape, seed: seed)
    switch kind {
    case .float32:
      try write(mixture, for: session) { Float($0) }
    case .float64:
      try write(mixture, for: session) { $0 }
    case .uint8:
      // The origin becomes the middle of the range. Numbers beyond the extent are clamped to the
      // ends.
      let scale = 127.5 / max(mixture.extent, .leastNormalMagnitude)
      try write(mixture, for: session) { number in
        UInt8(min(max((127.5 + scale * number).rounded(), 0), 255))
      }
    }
  }

  private func write<Number: BitwiseCopyable & Numeric & Sendable>(
    _ mixture: GaussianMixture, for session: Session, as convert: @Sendable (Double) -> Number
  ) throws {
    let line = ProgressLine(on: session.console, isQuiet: isQuiet)
    defer { line.clear() }
    let (n, d) = (observationCount, shape.featureCount)
    var observations = try RowWriter(
      replacing: output, elementType: kind.elementType, rowCount: n, columnCount: d)
    var truth = try codes.map { path throws(FormatError) in
      try RowWriter(
        replacing: path, elementType: .int32, rowCount: n, columnCount: 1, isOneDimensional: true)
    }

    let rowsAtOnce = mixture.blockRowCount
    var written = 0
    try forEachBlock((n - 1) / rowsAtOnce + 1, workers: workers) { number in
      mixture.block(
        number, rowCount: min(rowsAtOnce, n - number * rowsAtOnce), convert)
    } use: { block in
      let rowCount = block.codes.count
      line.update { "writing \(Figures.grouped(written)) of \(Figures.grouped(n)) observations" }
      let elements = block.elements.span
      try observations.append(
        StoredSpan(elements, of: kind.elementType, rows: rowCount, columns: d))
      try truth?.append(StoredSpan(block.codes.span, of: .int32, rows: rowCount, columns: 1))
      written += rowCount
    }

    var staged = StagedFiles()
    staged.add(try observations.finish())
    if let truth = truth.take() { staged.add(try truth.finish()) }
    if let codebook { staged.add(try stageCenters(of: mixture, as: convert, replacing: codebook)) }
    try staged.commit()
    line.clear()

    var report = Report()
    report.add("k", "clusters", .count(shape.clusterCount))
    report.addOutput(rows: n, columns: d, of: kind.elementType, seconds: session.elapsed)
    try session.console.output(report.text(in: self.report))
  }

  /// Writes the centers, converted in the same way as the observations.
  private func stageCenters<Number: BitwiseCopyable & Numeric>(
    of mixture: GaussianMixture, as convert: (Double) -> Number, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    let elements = mixture.centers.elements.map(convert)
    var writer = try RowWriter(
      replacing: path, elementType: kind.elementType, rowCount: shape.clusterCount,
      columnCount: shape.featureCount)
    try writer.append(
      StoredSpan(
        elements.span, of: kind.elementType, rows: shape.clusterCount,
        columns: shape.featureCount))
    return try writer.finish()
  }
}
