internal import VQFormats
internal import VQPlot
internal import VectorQuantization

/// `vq demo`: clusters generated observations, and draws the clusters.
struct DemoCommand: Subcommand {
  private let observationCount: Int
  private let search: KMeans
  private let seed: UInt64
  private let picture: String
  private let report: ReportStyle
  private let isQuiet: Bool

  private static let blobCount = 16
  /// Draws at most this many: further observations would fall on pixels that are already bright.
  private static let drawnCount = 4_000_000
  /// This many observations are enough to find the best restart.
  private static let sampleCount = 100_000
  private static let observationCount = Option.integer(
    "--n", "N", atMost: 1_000_000_000, "the number of observations"
  ).defaulting(to: 1_000_000)
  private static let clusterCount = Option.clusterCount.defaulting(to: blobCount)
  private static let seed = Option.seed.defaulting(to: 6)
  private static let picture = Option.text(
    "--picture", "FILE", "draw the clusters here, as .png or .svg"
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
    // In a picture a local optimum is easy to see. Of twenty seeds, the best of 4 runs ended in a
    // local optimum for two, the best of 32 runs for none.
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

  /// Runs all restarts.
  ///
  /// With many observations, the restarts use only the first ones. Then one more run, with all
  /// observations, continues from the best centroids. The observations are in random order, so the
  /// first ones are a random sample.
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
