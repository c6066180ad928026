internal import VQFormats
internal import VQPlot
internal import VectorQuantization

/// `vq palette`: reduces a picture to a few colours by clustering its pixels.
struct PaletteCommand: Subcommand {
  private let input: String
  private let output: String
  private let format: Result<ImageFormat, FormatError>
  private let size: PaletteSize
  private let dithering: Dithering
  private let space: ColourSpace
  private let seed: UInt64
  private let workers: Int?
  private let plot: String?
  private let report: ReportStyle
  private let isQuiet: Bool

  private static let colours = Option.integer(
    "--colors", "K", atMost: PaletteSize.maximum, "the maximum number of colours"
  ).defaulting(to: PaletteSize.maximum)
  private static let quality = Option.number(
    "--quality", "PSNR",
    "instead of --colors: use the fewest colours that reach this PSNR, in decibels")
  private static let dithering = Option.choice(
    "--dither", "RULE", among: Dithering.allCases,
    "how to mix colours of the palette to imitate others"
  ).defaulting(to: .none)
  private static let space = Option.choice(
    "--space", "SPACE", among: ColourSpace.allCases,
    "the colour space in which distances are measured"
  ).defaulting(to: .rgb)
  private static let plot = Option.text(
    "--plot", "FILE", "draw the colours and their shares here, as .svg or .png")
  private static let seed = Option.seed.defaulting(to: 0)

  static let syntax = Syntax(
    name: "palette",
    summary: "reduce a picture to a few colours, the centroids of its pixels",
    operands: .two("IN", "OUT"),
    usage: "IN OUT [options]",
    options: [
      colours, quality, dithering, space, seed, Option.workers, plot, Option.report, Option.quiet,
    ],
    example: "vq palette photo.png small.png --colors 64 --dither floyd-steinberg")

  init(_ arguments: Arguments) throws(CommandError) {
    input = arguments.operands[0]
    output = arguments.operands[1]
    let path = output
    format = Result { () throws(FormatError) in try ImageFormat(extensionOf: path) }
    try arguments.exclude(Self.colours, Self.quality)
    // Dithering increases the error of each pixel, although the picture looks closer to the
    // original.
    try arguments.exclude(Self.quality, Self.dithering)
    if let psnr = try arguments.value(of: Self.quality) {
      size = .quality(psnr)
    } else {
      size = .colours(try arguments.value(of: Self.colours))
    }
    dithering = try arguments.value(of: Self.dithering)
    space = try arguments.value(of: Self.space)
    seed = try arguments.value(of: Self.seed)
    workers = try arguments.value(of: .workers)
    plot = try arguments.value(of: Self.plot)
    try Outputs.checkDistinct([output, plot])
    report = try arguments.value(of: Option.report)
    isQuiet = arguments.contains(Option.quiet)
  }

  var inputs: InputPaths { InputPaths(observations: input) }

  func run(_ console: Console) throws {
    let format = try format.get()
    try AtomicFile.checkReplaceable(output)
    if let plot { try PlotFile.checkWritable(plot) }
    var phases = Phases()
    let line = ProgressLine(on: console, isQuiet: isQuiet)
    defer { line.clear() }

    line.show("reading \(input)")
    let file = try ImageFile(reading: input)
    line.clear()
    console.note(file.warnings)
    let pixels = Pixels(of: file.image)
    phases.end("decode")

    var search = KMeans(
      clusterCount: 1, stopping: .never, maximumIterations: 40, seed: seed, workers: workers)
    search.kernels = try .preferred()
    line.show("counting colours")
    let picture = ColourCount(of: pixels, workers: search.workerLimit)
    phases.end("count")
    let palette = try PaletteSearch(size: size, space: space, search: search)
      .palette(for: picture, of: input, line: line)
    phases.end("cluster")

    line.show("mapping \(Figures.grouped(pixels.count)) pixels")
    let (result, error) = map(pixels, picture, to: palette, workers: search.workerLimit)
    let swatches = Swatches(of: result)
    phases.end("map")
    line.show("writing \(output)")
    let byteCount = try write(result, as: format, file.metadata, swatches)
    phases.end("write")
    line.clear()

    let report = makeReport(
      on: palette, picture, file, swatches, error, byteCount, search, phases)
    try console.output(report.text(in: self.report))
  }

  private func map(
    _ pixels: Pixels, _ picture: ColourCount, to palette: ColourPalette, workers: Int
  ) -> (IndexedImage, ColourError) {
    let ditherer = Ditherer(pixels, with: palette.colours, space: space)
    let indices =
      switch dithering {
      case .none: palette.indices(of: pixels, picture, workers: workers)
      case .ordered: ditherer.ordered(workers: workers)
      case .floydSteinberg: ditherer.diffused()
      }
    let error =
      dithering == .none
      ? palette.error
      : ColourError(
        of: palette.colours, indices: indices, for: pixels, hasAlpha: picture.hasAlpha)
    let result = IndexedImage(
      width: pixels.width, height: pixels.height, indices: indices,
      palette: palette.colours.map(\.colour))
    return (result, error)
  }

  /// Writes the picture and the plot, and returns the size of the picture's file.
  private func write(
    _ picture: IndexedImage, as format: ImageFormat, _ metadata: PNGMetadata,
    _ swatches: Swatches
  ) throws(FormatError) -> Int {
    let file: AtomicFile
    switch format {
    case .png:
      file = try PNGWriter.stage(
        picture, replacing: output, metadata: metadata, workers: workers)
    case .netpbm(let kind):
      let image = (kind == .pgm ? picture.greys : nil) ?? picture.expanded
      file = try NetpbmWriter.stage(image, as: kind, replacing: output)
    }
    let byteCount = file.byteCount
    var staged = StagedFiles()
    staged.add(file)
    if let plot {
      staged.add(try PlotFile.stage(swatches.drawing(of: input), replacing: plot))
    }
    try staged.commit()
    return byteCount
  }

  private func makeReport(
    on palette: ColourPalette, _ picture: ColourCount, _ file: ImageFile, _ swatches: Swatches,
    _ error: ColourError, _ byteCount: Int, _ search: KMeans, _ phases: Phases
  ) -> Report {
    var report = Report()
    report.add("width", "width", .count(file.image.width))
    report.add("height", "height", .count(file.image.height))
    if case .words = file.image.samples {
      report.add("bitsBefore", "bits a channel", .count(16), words: "16, rounded to 8 first")
    }
    report.add("bytesBefore", "bytes before", .count(file.byteCount))
    let share = 100 * Double(byteCount) / Double(file.byteCount)
    report.add(
      "bytesAfter", "bytes after", .count(byteCount),
      words: "\(Figures.grouped(byteCount)) (\(Figures.fixed(share, decimals: 1)) %)")
    report.add("coloursBefore", "colours before", .count(picture.colours.count))
    let found = palette.colours.count
    report.add(
      "coloursFound", "colours found", .count(found),
      words: Figures.grouped(found) + (found == picture.colours.count ? ", all of them" : "")
    )
    report.add("coloursUsed", "colours used", .count(swatches.usedCount))
    report.add("meanColourError", "mean colour error", .number(error.mean))
    report.add(
      "psnr", "PSNR", .number(error.psnr),
      words: error.psnr.isFinite
        ? Figures.fixed(error.psnr, decimals: 2) + " dB" : "infinite: nothing is lost")
    report.add("iterations", "iterations", .count(palette.iterations))
    report.addEngine(search)
    report.addSeconds(phases.all)
    report.clusters = swatches.table?.text
    return report
  }
}

/// The duration of each phase.
private struct Phases {
  private let start = ContinuousClock.now
  private var last = ContinuousClock.now
  private var ended: [(name: String, Duration)] = []

  /// Ends a phase: the time since the end of the previous phase belongs to it.
  mutating func end(_ name: String) {
    let now = ContinuousClock.now
    ended.append((name, now - last))
    last = now
  }

  /// The phases, and the total.
  var all: [(name: String, Duration)] { ended + [("total", last - start)] }
}
