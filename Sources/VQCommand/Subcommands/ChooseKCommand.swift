internal import VQFormats
internal import VectorQuantization

/// `vq choose-k`: how many clusters there are, by several rules.
struct ChooseKCommand: Subcommand, ObservationWork {
  let observations: String
  private let counts: ClusterCounts
  private let job: SelectionJob
  private let codebook: String?
  private let report: ReportStyle
  private let isQuiet: Bool

  private static let scores = Option.text(
    "--scores", "A,B,...",
    "what to compute, or all: " + Score.allCases.map(\.rawValue).joined(separator: ", ")
      + " (default \(Score.cheap.map(\.rawValue).joined(separator: ",")))")
  private static let restarts = Option.restarts.defaulting(to: KMeans(clusterCount: 1).restarts)
  private static let seed = Option.seed.defaulting(to: 0)
  private static let sample = Option.integer(
    "--sample", "N", "the most observations for the silhouette and the gap statistic"
  ).defaulting(to: 5_000)
  private static let references = Option.integer(
    "--references", "B", atMost: 1_000_000, "the reference sets of the gap statistic"
  ).defaulting(to: 10)
  private static let folds = Option<Int>(
    name: "--folds", placeholder: "V", help: "the folds of the held-out distortion",
    requirement: "a whole number, 2 or more"
  ) { text in
    Int(text).flatMap { $0 >= 2 ? $0 : nil }
  }.defaulting(to: 5)
  private static let significance = Option<Double>(
    name: "--significance", placeholder: "A",
    help: "how likely G-means is to split a Gaussian cluster",
    requirement: "a number, more than 0 and at most 0.1"
  ) { text in
    Double(text).flatMap { $0 > 0 && $0 <= 0.1 ? $0 : nil }
  }.defaulting(to: 1e-4)
  private static let codebook = Option.text(
    "--codebook", "OUT", "write the centroids of the suggested number of clusters here")

  static let syntax = Syntax(
    name: "choose-k",
    summary: "score numbers of clusters, and suggest one",
    operands: .one("OBS"),
    usage: "OBS [options]",
    options: ClusterCounts.options + [
      scores, restarts, seed, sample, references, folds, significance, Option.workers, codebook,
      Option.report, Option.quiet,
    ],
    example: "vq choose-k observations.npy --from 2 --to 30 --codebook codebook.npy")

  init(_ arguments: Arguments) throws(CommandError) {
    observations = arguments.operands[0]
    counts = try ClusterCounts(arguments)
    var search = KMeans(clusterCount: 1)
    search.restarts = try arguments.value(of: Self.restarts)
    search.seed = try arguments.value(of: Self.seed)
    search.workers = try arguments.value(of: .workers)
    let scores = try arguments.value(of: Self.scores)
    job = SelectionJob(
      scores: try scores.map(Score.list) ?? Score.cheap,
      sampleCount: try arguments.value(of: Self.sample),
      referenceCount: try arguments.value(of: Self.references),
      foldCount: try arguments.value(of: Self.folds),
      significance: try arguments.value(of: Self.significance),
      search: search)
    codebook = try arguments.value(of: Self.codebook)
    report = try arguments.value(of: Option.report)
    isQuiet = arguments.contains(Option.quiet)
  }

  var inputs: InputPaths { InputPaths(observations: observations) }

  func checkOutputs() throws { try Outputs.checkWritable([codebook]) }

  func work<Scalar: VectorScalar>(
    on observations: MatrixSpan<Scalar>, isOneDimensional: Bool, for session: Session
  ) throws {
    let n = observations.rowCount
    let counts = try counts.numbers(observationCount: n, path: self.observations)
    let line = ProgressLine(on: session.console, isQuiet: isQuiet)
    defer { line.clear() }
    var job = job
    job.search.kernels = try .preferred()
    var clock = PhaseClock()
    let load = session.elapsed
    let selection = try job.select(
      from: observations, clusterCounts: counts, line: line, clock: &clock)

    if let codebook {
      guard let suggestion = selection.suggestion else {
        throw CommandError.failure(
          "no rule chooses a number of clusters for \(codebook); try more of them with --to, or "
            + "other scores")
      }
      line.show("writing")
      let centroids = try job.codebook(of: observations, clusterCount: suggestion).centroids
      try ResultFile.stage(
        centroids.span, oneDimensional: isOneDimensional, replacing: codebook
      ).commit()
    }
    line.clear()
    switch report {
    case .table:
      try session.console.output(selection.text)
    case .json:
      var report = Report()
      report.add("n", "observations", .count(n))
      report.add("d", "features", .count(observations.columnCount))
      report.add("dtype", "element type", .text(ElementType(of: Scalar.self).rawValue))
      report.add("restarts", "restarts", .count(job.search.restarts))
      report.add("sample", "sampled observations", .count(min(n, job.sampleCount)))
      report.add(selection)
      report.addEngine(job.search)
      report.addSeconds([("load", load)] + clock.phases + [("total", session.elapsed)])
      try session.console.output(report.text(in: .json))
    }
  }
}
