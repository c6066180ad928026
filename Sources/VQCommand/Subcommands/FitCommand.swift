internal import VectorQuantization

/// `vq fit`: finds clusters, with all options of ``KMeans``.
struct FitCommand: ClusteringCommand {
  let job: FitJob

  /// Gives the command the defaults of the library.
  private static let standard = KMeans(clusterCount: 1)

  private static let initialization = Option.initialization(random: .points)
    .defaulting(to: standard.initialization)
  private static let restarts = Option.restarts.defaulting(to: standard.restarts)
  private static let maximumIterations = Option.integer(
    "--max-iterations", "N", "the maximum number of iterations of a run"
  ).defaulting(to: standard.maximumIterations)
  private static let tolerance = Option.number(
    "--tolerance", "T",
    "end a run when the sum of the squared centroid shifts is at most this share of the "
      + "features' mean variance"
  ).defaulting(to: KMeans.defaultTolerance)
  private static let emptyClusters = Option.choice(
    "--empty", "RULE", among: KMeans.EmptyClusters.allCases, "what to do with an empty cluster"
  ).defaulting(to: standard.emptyClusters)
  private static let weights = Option.text(
    "--weights", "FILE", "a file with one column: the weight of each observation")
  private static let algorithm = Option.choice(
    "--algorithm", "NAME", among: KMeans.Algorithm.allCases, "how to find the nearest centroids"
  ).defaulting(to: standard.algorithm)
  private static let kernels = Option.text(
    "--kernels", "NAME", "the kernel set to use; vq info lists them")

  static let syntax = Syntax(
    name: "fit",
    summary: "find clusters, with every option of the engine",
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
    search.initialization = try arguments.value(of: Self.initialization)
    search.restarts = try arguments.value(of: Self.restarts)
    search.maximumIterations = try arguments.value(of: Self.maximumIterations)
    search.stopping = .centroidShift(atMost: try arguments.value(of: Self.tolerance))
    search.emptyClusters = try arguments.value(of: Self.emptyClusters)
    search.algorithm = try arguments.value(of: Self.algorithm)

    job = try FitJob(
      arguments, start: start, search: search,
      weights: try arguments.value(of: Self.weights),
      kernels: try arguments.value(of: Self.kernels))
  }
}
