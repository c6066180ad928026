internal import VectorQuantization

/// `vq fit`: the whole of ``KMeans``.
struct FitCommand: ClusteringCommand {
  let job: FitJob

  private static let initialization = Option.initialization(by: .plusPlus)
  private static let restarts = Option.integer(
    "--restarts", "R", "how many runs to choose from; by default 1")
  private static let maximumIterations = Option.integer(
    "--max-iterations", "N", "the most iterations of a run; by default 300")
  private static let tolerance = Option.number(
    "--tolerance", "T", "end a run when the centroids shift by no more; by default 1e-4")
  private static let emptyClusters = Option.choice(
    "--empty", "RULE", among: KMeans.EmptyClusters.allCases, "a centroid without observations")
  private static let weights = Option.text(
    "--weights", "FILE", "a file of one column: how much each observation counts")
  private static let algorithm = Option.choice(
    "--algorithm", "NAME", among: KMeans.Algorithm.allCases, "how to find nearest centroids")
  private static let kernels = Option.text(
    "--kernels", "NAME", "the kernel set to compute with; vq info lists them")

  static let syntax = Syntax(
    name: "fit",
    summary: "find clusters, with every knob of the engine",
    operands: .one("OBS"),
    usage: "OBS (--k K | --start BOOK) [options]",
    options: [
      Option.clusterCount, Option.start, initialization, restarts, maximumIterations, tolerance,
      emptyClusters, weights, algorithm, kernels,
    ] + sharedOptions,
    example: "vq fit observations.npy --k 100 --restarts 4 --report json")

  init(_ arguments: Arguments) throws(CommandError) {
    let start = try Start(arguments)
    try arguments.exclude(Self.restarts, Option.start)
    try arguments.exclude(Self.initialization, Option.start)

    var search = KMeans(clusterCount: start.clusterCount ?? 1)
    search.initialization = try arguments.value(of: Self.initialization) ?? search.initialization
    search.restarts = try arguments.value(of: Self.restarts) ?? search.restarts
    search.maximumIterations =
      try arguments.value(of: Self.maximumIterations) ?? search.maximumIterations
    if let tolerance = try arguments.value(of: Self.tolerance) {
      search.stopping = .centroidShift(atMost: tolerance)
    }
    search.emptyClusters = try arguments.value(of: Self.emptyClusters) ?? search.emptyClusters
    search.algorithm = try arguments.value(of: Self.algorithm) ?? search.algorithm

    job = try FitJob(
      arguments, start: start, search: search,
      weights: try arguments.value(of: Self.weights),
      kernels: try arguments.value(of: Self.kernels))
  }
}
