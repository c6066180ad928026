internal import VQFormats
internal import VectorQuantization

/// `vq assign`: to each observation the code of its nearest centroid, as SciPy's `vq` gives it.
struct AssignCommand: Subcommand, ObservationWork {
  let observations: String
  let selection: TableSelection
  let workers: Int?
  private let codebook: String
  private let outputs: Outputs
  private let report: ReportStyle
  private let isQuiet: Bool
  let memory: MemoryBudget?

  static let syntax = Syntax(
    name: "assign",
    summary: "assign observations to a codebook, as scipy.cluster.vq.vq does",
    operands: .one("OBS"),
    usage: "OBS --codebook BOOK [options]",
    options: [Option.codebookInput] + TableSelection.options + [
      Option.codesOutput, Option.distancesOutput, Option.clusterFolder, Option.plotOutput,
      Option.workers, Option.memory, Option.report, Option.quiet,
    ],
    example: "vq assign observations.npy --codebook codebook.npy --codes codes.npy")

  init(_ arguments: Arguments) throws(CommandError) {
    observations = arguments.operands[0]
    selection = try TableSelection(arguments)
    guard let codebook = try arguments.value(of: .codebookInput) else {
      throw .usage("name the file of centroids with --codebook")
    }
    self.codebook = codebook
    outputs = try Outputs(arguments, writesCodebook: false)
    workers = try arguments.value(of: .workers)
    report = try arguments.value(of: Option.report)
    isQuiet = arguments.contains(Option.quiet)
    memory = try arguments.value(of: .memory).map { MemoryBudget(limit: $0) }
  }

  var inputs: InputPaths { InputPaths(observations: observations, codebook: codebook) }

  func checkOutputs() throws { try outputs.checkWritable(from: observations) }

  func work<Scalar: VectorScalar>(
    on observations: Observations<Scalar>, isOneDimensional: Bool, for session: Session
  ) throws {
    let centroids = try Matrix<Scalar>(reading: codebook)
    try outputs.check(clusterCount: centroids.rowCount)
    var search = KMeans(clusterCount: centroids.rowCount)
    search.workers = workers
    search.kernels = try .preferred()
    search.maximumIterations = 1
    _ = try memory?.spare(
      for: search, among: session.layout, isGiven: true, writesDistances: true)
    let load = session.elapsed

    let line = ProgressLine(on: session.console, isQuiet: isQuiet)
    defer { line.clear() }
    line.show("assigning \(Figures.grouped(observations.rowCount)) observations")
    let (codes, distances) = try Codebook(centroids).encode(
      observations, workers: workers, kernels: search.kernels)
    let encode = session.elapsed - load

    line.show("writing")
    try outputs.write(
      Assignment(codebook: centroids, codes: codes, distances: distances),
      from: self.observations, selection: selection, oneDimensional: isOneDimensional,
      captions: session.captions,
      plot: outputs.draw(
        observations, of: self.observations, captions: session.captions, codes: codes,
        centroids: centroids))
    line.clear()

    let fit = FitFigures(codes: codes, distances: distances, clusterCount: centroids.rowCount)
    var report = Report()
    report.addShape(centroids, observationCount: codes.count)
    report.addFit(distortion: fit.distortion, inertia: fit.inertia)
    report.addCounts(fit.counts)
    report.addEngine(search)
    report.addSeconds([("load", load), ("encode", encode), ("total", session.elapsed)])
    report.clusters = ClusterTable.make(
      centroids, counts: fit.counts, rmsDistances: fit.rmsDistances)
    try session.console.output(report.text(in: self.report))
  }
}
