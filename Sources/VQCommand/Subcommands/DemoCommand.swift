internal import VQFormats
internal import VQPlot
internal import VectorQuantization

/// `vq demo`: the engine at work on generated observations, and a picture of what it found.
struct DemoCommand: Subcommand {
  private let observationCount: Int
  private let search: KMeans
  private let seed: UInt64
  private let picture: String
  private let report: ReportStyle
  private let isQuiet: Bool

  private static let blobCount = 16
  /// More observations would fall on pixels that are bright already.
  private static let drawnCount = 4_000_000
  private static let observationCount = Option.integer(
    "--n", "N", atMost: 1_000_000_000, "the number of observations"
  ).defaulting(to: 1_000_000)
  private static let clusterCount = Option.clusterCount.defaulting(to: blobCount)
  private static let seed = Option.seed.defaulting(to: 6)
  private static let picture = Option.text(
    "--picture", "FILE", "where to write the picture, .png or .svg"
  ).defaulting(to: "vq-demo.png")

  static let syntax = Syntax(
    name: "demo",
    summary: "cluster generated observations, and draw them",
    operands: .none,
    usage: "[options]",
    options: [
      observationCount, clusterCount, seed, Option.workers, picture, Option.report, Option.quiet,
    ],
    example: "vq demo --n 20000 --k 12 --picture clusters.png")

  init(_ arguments: Arguments) throws(CommandError) {
    observationCount = try arguments.value(of: Self.observationCount)
    seed = try arguments.value(of: Self.seed)
    picture = try arguments.value(of: Self.picture)
    report = try arguments.value(of: Option.report)
    isQuiet = arguments.contains(Option.quiet)
    var search = KMeans(clusterCount: try arguments.value(of: Self.clusterCount))
    // A picture shows at a glance whether a search ended short of the best.
    search.initialization = .greedyPlusPlus
    search.restarts = 4
    search.seed = seed
    search.workers = try arguments.value(of: .workers)
    self.search = search
  }

  var inputs: InputPaths { InputPaths() }

  func run(_ console: Console) throws {
    let session = Session(of: "", .automatic, console: console)
    var search = search
    search.kernels = try .preferred()
    try PlotFile.checkWritable(picture)

    let line = ProgressLine(on: console, isQuiet: isQuiet)
    defer { line.clear() }
    line.show("generating \(Figures.grouped(observationCount)) observations")
    var mixture = DemoMixture(blobCount: Self.blobCount, seed: seed)
    let observations = mixture.observations(observationCount)
    let load = session.elapsed

    let monitor = FitMonitor(
      observationCount: observationCount, of: search, line: line)
    let clustering = try search.fit(observations.span, onIteration: monitor.onIteration)
    let codebook = clustering.codebook
    let encoding = try codebook.encode(
      observations.span, workers: search.workers, kernels: search.kernels)
    let figures = FitFigures(
      codes: encoding.codes, distances: encoding.distances, clusterCount: codebook.clusterCount)

    line.show("drawing \(picture)")
    try draw(observations, clustering)
    line.clear()

    var report = Report(
      on: clustering, of: search, costs: monitor.costs, load: load, total: session.elapsed)
    report.add("picture", "picture", .text(picture))
    report.addClusters(
      codebook.centroids, counts: clustering.counts, rmsDistances: figures.rmsDistances, names: nil)
    try console.output(report.text(in: self.report))
  }

  private func draw(
    _ observations: Matrix<Float>, _ clustering: Clustering<Float>
  ) throws {
    var plot = ClusterPlot(title: Figures.counted(clustering.codebook.clusterCount, "cluster"))
    plot.observationLimit = Self.drawnCount
    let drawing = try plot.picture(
      of: Observations(observations.span), codes: clustering.codes,
      centroids: clustering.codebook.centroids)
    try PlotFile.stage(drawing, replacing: picture).commit()
  }
}
