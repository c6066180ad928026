internal import VectorQuantization

/// `vq assign`: to each observation the code of its nearest centroid, as SciPy's `vq` gives it.
struct AssignCommand: Subcommand, ObservationWork {
  let observations: String
  private let codebook: String
  private let outputs: Outputs
  private let report: ReportStyle
  private let isQuiet: Bool
  private let workers: Int?

  static let syntax = Syntax(
    name: "assign",
    summary: "assign observations to a codebook, as scipy.cluster.vq.vq does",
    operands: .one("OBS"),
    usage: "OBS --codebook BOOK [options]",
    options: [
      Option.codebookInput, Option.codesOutput, Option.distancesOutput, Option.workers,
      Option.report,
      Option.quiet,
    ],
    example: "vq assign observations.npy --codebook codebook.npy --codes codes.npy")

  init(_ arguments: Arguments) throws(CommandError) {
    observations = arguments.operands[0]
    guard let codebook = try arguments.value(of: .codebookInput) else {
      throw .usage("name the file of centroids with --codebook")
    }
    self.codebook = codebook
    outputs = try Outputs(arguments, writesCodebook: false)
    workers = try arguments.value(of: .workers)
    report = try arguments.value(of: Option.report)
    isQuiet = arguments.contains(Option.quiet)
  }

  var inputs: InputPaths { InputPaths(observations: observations, codebook: codebook) }

  func checkOutputs() throws { try outputs.checkWritable() }

  func work<Scalar: VectorScalar>(
    on observations: MatrixSpan<Scalar>, isOneDimensional: Bool, for session: Session
  ) throws {
    let centroids = try Matrix<Scalar>(reading: codebook)
    var search = KMeans(clusterCount: centroids.rowCount)
    search.workers = workers
    search.kernels = try .preferred()
    let load = session.elapsed

    let line = ProgressLine(on: session.console, isQuiet: isQuiet)
    defer { line.clear() }
    line.show("assigning \(Figures.grouped(observations.rowCount)) observations")
    let (codes, distances) = try Codebook(centroids).encode(
      observations, workers: workers, kernels: search.kernels)
    let encode = session.elapsed - load

    line.show("writing")
    try outputs.write(
      codebook: centroids.span, oneDimensional: isOneDimensional, codes: codes,
      distances: distances)
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
