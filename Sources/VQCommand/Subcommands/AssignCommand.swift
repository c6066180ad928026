internal import VQFormats
internal import VectorQuantization

/// `vq assign`: gives each observation the code of its nearest centroid, as SciPy's `vq` does.
struct AssignCommand: Subcommand, ObservationWork {
  let observations: String
  let reading: ReadingOptions
  let workers: Int?
  private let codebook: String
  private let outputs: Outputs
  private let report: ReportStyle
  private let isQuiet: Bool
  let memory: MemoryBudget?
  private let whitens: Bool
  /// The file of divisors; `nil` to divide by the standard deviations.
  private let givenScale: String?

  private static let givenScale = Option.text(
    "--scale-from", "FILE",
    "like --whiten, but divide by the scale that vq whiten --scale wrote for other observations")

  static let syntax = Syntax(
    name: "assign",
    summary: "assign observations to a codebook, as scipy.cluster.vq.vq does",
    operands: .one("OBS"),
    usage: "OBS --codebook BOOK [options]",
    options: [Option.codebookInput] + ReadingOptions.declarations + [
      Option.whiten, givenScale, Option.codesOutput, Option.distancesOutput, Option.tableOutput,
      Option.clusterFolder, Option.plotOutput, Option.workers, Option.memory, Option.report,
      Option.quiet,
    ],
    example: "vq assign observations.npy --codebook codebook.npy --codes codes.npy")

  init(_ arguments: Arguments) throws(CommandError) {
    observations = arguments.operands[0]
    reading = try ReadingOptions(arguments)
    guard let codebook = try arguments.value(of: .codebookInput) else {
      throw .usage("name the file of centroids with --codebook")
    }
    self.codebook = codebook
    outputs = try Outputs(arguments, writesCodebook: false)
    workers = try arguments.value(of: .workers)
    report = try arguments.value(of: Option.report)
    isQuiet = arguments.contains(Option.quiet)
    memory = try arguments.value(of: .memory).map { MemoryBudget(limit: $0) }
    givenScale = try arguments.value(of: Self.givenScale)
    whitens = arguments.contains(Option.whiten) || givenScale != nil
    try arguments.exclude(Option.whiten, Self.givenScale)
    if whitens, memory != nil {
      throw .usage(
        "--memory does not whiten; leave out --whiten and --scale-from, or run vq whiten --memory "
          + "first")
    }
  }

  var companion: String? { codebook }
  var inputs: InputPaths { InputPaths(observations: observations, codebook: codebook) }

  func checkOutputs() throws { try outputs.checkWritable(from: observations) }

  func work<Scalar: VectorScalar>(
    on observations: Observations<Scalar>, for session: Session
  ) throws {
    guard whitens else {
      return try assign(observations, units: Units(of: observations), for: session)
    }
    let whitening: Whitening<Scalar>
    if let givenScale {
      let scale = try NamedTable(reading: givenScale)
        .paired(with: session.captions.columnNames, of: session.path)
      whitening = try Whitening(
        scale, for: session.path, featureCount: observations.columnCount)
    } else {
      whitening = try Whitening(fitting: observations)
    }
    let whitened = try whitening.apply(to: observations)
    try assign(
      Observations(whitened.span), units: Units(of: observations, whitening), for: session)
  }

  private func assign<Scalar: VectorScalar>(
    _ observations: Observations<Scalar>, units: borrowing Units<Scalar>, for session: Session
  ) throws {
    guard let companion = session.companion else { return }
    let centroids = try companion.matrix(as: Scalar.self)
    try outputs.check(clusterCount: centroids.rowCount)
    var search = KMeans(clusterCount: centroids.rowCount, workers: workers)
    search.kernels = try .preferred()
    search.maximumIterations = 1
    _ = try memory?.spare(
      for: search, among: session.layout, isGiven: true, writesDistances: true)
    let load = session.elapsed

    let line = ProgressLine(on: session.console, isQuiet: isQuiet)
    defer { line.clear() }
    line.show("assigning \(Figures.grouped(observations.rowCount)) observations")
    let codebook = try units.whitening?.apply(to: centroids.span) ?? centroids
    let (codes, distances) = try Codebook(codebook).encode(
      observations, workers: workers, kernels: search.kernels)
    let encode = session.elapsed - load

    line.show("writing")
    try outputs.write(
      Assignment(codebook: centroids, codes: codes, distances: distances), for: session,
      plot: outputs.draw(units.observations, codes: codes, centroids: centroids, for: session))
    line.clear()

    let fit = FitFigures(codes: codes, distances: distances, clusterCount: centroids.rowCount)
    var report = Report()
    report.addShape(centroids, observationCount: codes.count)
    report.addFit(distortion: fit.distortion, inertia: fit.inertia)
    report.addCounts(fit.counts)
    report.addEngine(search)
    report.addSeconds([("load", load), ("encode", encode), ("total", session.elapsed)])
    report.addOrigin(of: session, seed: nil, whitens: whitens)
    report.addClusters(
      centroids, counts: fit.counts, rmsDistances: fit.rmsDistances,
      names: session.captions.columnNames)
    try session.console.output(report.text(in: self.report))
  }
}
