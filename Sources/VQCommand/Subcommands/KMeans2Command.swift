internal import VectorQuantization

/// `vq kmeans2`: does what SciPy's `kmeans2` does.
struct KMeans2Command: ClusteringCommand {
  let job: FitJob

  private static let iterations = Option.integer(
    "--iterations", "N", "the number of iterations"
  ).defaulting(to: 10)
  private static let initialization = Option.initialization(random: .gaussian).defaulting(
    to: .gaussian)
  private static let emptyClusters = Option.choice(
    "--empty", "RULE", among: [KMeans.EmptyClusters.keep, .fail],
    "what to do with an empty cluster"
  ).defaulting(to: .keep)

  static let syntax = Syntax(
    name: "kmeans2",
    summary: "run a fixed number of iterations, as scipy.cluster.vq.kmeans2 does",
    operands: .one("OBS"),
    usage: "OBS (--k K | --start BOOK) [options]",
    options: [Option.clusterCount, Option.start, iterations, initialization, emptyClusters]
      + sharedOptions,
    example: "vq kmeans2 observations.npy --k 8 --init plusplus --codes codes.npy")

  init(_ arguments: Arguments) throws(CommandError) {
    let start = try Start(arguments)
    // SciPy's `missing` is the option --empty here.
    let rules = ["keep", "fail", "warn", "raise"]
    if let words = try arguments.value(of: .missingWords), words.allSatisfy(rules.contains) {
      throw .usage(
        "--missing names words of a table that mean no value; use --empty keep or fail")
    }
    try arguments.exclude(Self.initialization, Option.start)
    var search = KMeans.scipyKMeans2(
      clusterCount: start.clusterCount ?? 1,
      iterations: try arguments.value(of: Self.iterations),
      missing: try arguments.value(of: Self.emptyClusters))
    search.initialization = try arguments.value(of: Self.initialization)
    job = try FitJob(arguments, start: start, search: search, keepsLastAssignment: true)
  }
}
