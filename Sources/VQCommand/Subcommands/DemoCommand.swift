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
  /// So many observations tell which restart is the best.
  private static let sampleCount = 100_000
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
    // A picture shows at a glance whether a search ended in a local optimum. The best of 4 runs did so
    // for two seeds of twenty, the best of 32 for none.
    search.initialization = .greedyPlusPlus
    search.restarts = 32
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
    let clustering = try cluster(observations, by: search, monitor)
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

  /// Runs all restarts, of many observations among the first ones only, and then goes on from the best
  /// centroids with all: observations are in no order, so the first ones are a sample.
  private func cluster(
    _ observations: Matrix<Float>, by search: KMeans, _ monitor: FitMonitor
  ) throws(ClusteringError) -> Clustering<Float> {
    guard observations.rowCount > Self.sampleCount else {
      return try search.fit(observations.span, onIteration: monitor.onIteration)
    }
    let sample = observations.span.rows(0..<Self.sampleCount)
    let best = try search.fit(sample)
    return try search.fit(
      observations.span, startingFrom: best.codebook.centroids,
      onIteration: monitor.onIteration)
  }

  private func draw(
    _ observations: Matrix<Float>, _ clustering: Clustering<Float>
  ) throws {
    let clusterCount = clustering.codebook.clusterCount
    var plot = ClusterPlot(
      title: "vq demo: \(Figures.counted(observations.rowCount, "observation")), "
        + Figures.counted(clusterCount, "cluster"),
      featureNames: ["x", "y"])
    plot.theme = .dark
    plot.size = Point(960, 600)
    plot.observationLimit = Self.drawnCount
    let drawing = try plot.drawing(
      of: Observations(observations.span), codes: clustering.codes,
      centroids: clustering.codebook.centroids)
    try PlotFile.stage(drawing, replacing: picture).commit()
  }
}
