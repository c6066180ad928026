internal import VQFormats
internal import VQPlot
internal import VectorQuantization

/// `vq choose-k`: scores several numbers of clusters, and suggests one.
struct ChooseKCommand: Subcommand, ObservationWork {
  let observations: String
  let reading: ReadingOptions
  private let counts: ClusterCounts
  private let job: SelectionJob
  private let codebook: String?
  private let plot: String?
  private let report: ReportStyle
  private let progress: ProgressStyle
  private let whitens: Bool

  private static let scores = Option.text(
    "--scores", "A,B,...",
    "the scores to compute, or all: " + Score.allCases.map(\.rawValue).joined(separator: ", ")
      + " (default the first \(Score.cheap.count))")
  private static let restarts = Option.restarts.defaulting(to: KMeans(clusterCount: 1).restarts)
  private static let seed = Option.seed.defaulting(to: 0)
  private static let sample = Option.integer(
    "--sample", "N", "the maximum number of observations for the silhouette and the gap statistic"
  ).defaulting(to: 5_000)
  private static let references = Option.integer(
    "--references", "B", atMost: 1_000_000, "the number of reference sets of the gap statistic"
  ).defaulting(to: 10)
  private static let folds = Option<Int>(
    name: "--folds", placeholder: "V", help: "the number of folds of the held-out distortion",
    requirement: "a whole number, 2 or more"
  ) { text in
    Int(text).flatMap { $0 >= 2 ? $0 : nil }
  }.defaulting(to: 5)
  private static let significance = Option<Double>(
    name: "--significance", placeholder: "A",
    help: "the probability that G-means splits a Gaussian cluster",
    requirement: "a number, more than 0 and at most 0.1"
  ) { text in
    Double(text).flatMap { $0 > 0 && $0 <= 0.1 ? $0 : nil }
  }.defaulting(to: 1e-4)
  private static let codebook = Option.text(
    "--codebook", "OUT", "write the centroids for the suggested number of clusters here")

  private static let plot = Option.text(
    "--plot", "OUT", "draw the scores here, with the choices marked, as .svg or .png")

  static let syntax = Syntax(
    name: "choose-k",
    summary: "score several numbers of clusters, and suggest one",
    operands: .one("OBS"),
    usage: "OBS [options]",
    options: ClusterCounts.options + [
      scores, restarts, seed, sample, references, folds, significance, Option.whiten,
      Option.workers,
    ] + ReadingOptions.declarations + [
      codebook, plot, Option.report, Option.progress, Option.quiet,
    ],
    example: "vq choose-k observations.npy --from 2 --to 30 --plot elbow.svg")

  init(_ arguments: Arguments) throws(CommandError) {
    observations = arguments.operands[0]
    reading = try ReadingOptions(arguments)
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
    plot = try arguments.value(of: Self.plot)
    try Outputs.checkDistinct([codebook, plot])
    report = try arguments.value(of: Option.report)
    progress = try ProgressStyle(arguments)
    whitens = arguments.contains(Option.whiten)
  }

  var inputs: InputPaths { InputPaths(observations: observations) }

  func checkOutputs() throws {
    try Outputs.checkWritable([codebook])
    if let plot { try PlotFile.checkWritable(plot) }
  }

  func work<Scalar: VectorScalar>(
    on observations: Observations<Scalar>, for session: Session
  ) throws {
    if whitens {
      let whitening = try Whitening(fitting: observations)
      let whitened = try whitening.apply(to: observations)
      return try work(on: whitened.span, whitening, for: session)
    }
    ScaleWatch.check(observations, for: session)
    if let direct = observations.direct {
      try work(on: direct, nil, for: session)
    } else {
      let copy = try observations.copy(of: 0..<observations.rowCount)
      try work(on: copy.span, nil, for: session)
    }
  }

  private func work<Scalar: VectorScalar>(
    on observations: MatrixSpan<Scalar>, _ whitening: Whitening<Scalar>?, for session: Session
  ) throws {
    let n = observations.rowCount
    let counts = try counts.numbers(observationCount: n, path: self.observations)
    let line = ProgressLine(on: session.console, style: progress)
    defer { line.clear() }
    var job = job
    job.search.kernels = try .preferred()
    var clock = PhaseClock()
    let load = session.elapsed
    let selection = try job.select(
      from: observations, clusterCounts: counts, line: line, clock: &clock)

    var staged = StagedFiles()
    if let codebook {
      guard let suggestion = selection.suggestion else {
        throw CommandError.failure(
          "no rule chooses a number of clusters, so \(codebook) is not written; try more numbers "
            + "with --to, or other --scores")
      }
      line.show("writing")
      let found = try job.codebook(of: observations, clusterCount: suggestion).centroids
      let centroids = try whitening?.undo(on: found.span) ?? found
      staged.add(
        try ResultFile.stage(
          centroids.span, captions: session.captions.ofColumns,
          oneDimensional: session.isOneDimensional, replacing: codebook))
    }
    if let plot {
      staged.add(
        try PlotFile.stage(selection.drawing(of: self.observations), replacing: plot))
    }
    try staged.commit()
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
      report.addOrigin(of: session, seed: job.search.seed, whitens: whitens)
      try session.console.output(report.text(in: .json))
    }
  }
}
