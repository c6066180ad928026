internal import VectorQuantization

/// `vq kmeans`: does what SciPy's `kmeans` does.
struct KMeansCommand: ClusteringCommand {
  let job: FitJob

  private static let restarts = Option.restarts.defaulting(to: 20)
  private static let threshold = Option.number(
    "--threshold", "T", "end a run when the distortion changes by at most this"
  ).defaulting(to: 1e-5)

  static let syntax = Syntax(
    name: "kmeans",
    summary: "find a codebook, as scipy.cluster.vq.kmeans does",
    operands: .one("OBS"),
    usage: "OBS (--k K | --start BOOK) [options]",
    options: [Option.clusterCount, Option.start, restarts, threshold] + sharedOptions,
    example: "vq kmeans observations.npy --k 256 --seed 7 --codebook codebook.npy")

  init(_ arguments: Arguments) throws(CommandError) {
    let start = try Start(arguments)
    try arguments.exclude(Self.restarts, Option.start)
    var search = KMeans.scipyKMeans(
      clusterCount: start.clusterCount ?? 1,
      threshold: try arguments.value(of: Self.threshold))
    search.restarts = start.path == nil ? try arguments.value(of: Self.restarts) : 1
    job = try FitJob(arguments, start: start, search: search)
  }
}
