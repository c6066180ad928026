/// A codebook made ready to encode batches of observations: checked, copied together, and with a
/// frame that fits it.
package struct Encoding<Scalar: VectorScalar>: Sendable {
  private let centroids: Matrix<Scalar>
  private let metric: KMeans.Metric
  private let kernels: Kernels<Scalar>
  private let frame: Frame<Scalar>
  private let checkFinite: Bool

  /// Checks and prepares a codebook.
  ///
  /// `kernels` of `nil` means the preferred set.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init(
    _ codebook: Codebook<Scalar>, checkFinite: Bool, kernels: KernelSet?
  ) throws(ClusteringError) {
    try codebook.centroids.span.validateCodebook(
      featureCount: codebook.featureCount, checkFinite: checkFinite)
    let set: KernelSet
    if let kernels { set = kernels } else { set = try KernelSet.preferred() }
    self.kernels = Kernels(set)
    self.checkFinite = checkFinite
    centroids = codebook.centroids
    metric = codebook.metric
    frame = Frame(of: codebook.centroids.span, kernels: self.kernels)
  }

  /// Finds the code of each observation, and its distance to that centroid.
  func encode(
    _ source: Observations<Scalar>, workers: Int?
  ) throws(ClusteringError) -> (codes: [Int32], distances: [Scalar]) {
    var codes = [Int32](repeating: 0, count: source.rowCount)
    var distances = [Scalar](repeating: 0, count: source.rowCount)
    try encode(
      source,
      to: Output(
        codes: LentMemory(codes.mutableSpan), distances: LentMemory(distances.mutableSpan)),
      workers: workers, stop: nil)
    return (codes, distances)
  }

  /// Finds the code of each observation, and its distance to that centroid unless the output has
  /// no room for any.
  ///
  /// - Throws: ``ClusteringError/stopped`` if `stop` was raised.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func encode(
    _ source: Observations<Scalar>, to output: Output<Scalar>, workers: Int?, stop: StopFlag?
  ) throws(ClusteringError) {
    let (n, d) = (source.rowCount, centroids.columnCount)
    if source.columnCount != d {
      throw .featureCountMismatch(expected: source.columnCount, found: d)
    }
    if let workers, workers < 1 {
      throw .invalidOption(name: "workers", value: "\(workers)", allowed: "at least 1")
    }
    if n == 0 { return }

    let plan = TilePlan(
      rowCount: n, featureCount: d, clusterCount: centroids.rowCount,
      scalarSize: MemoryLayout<Scalar>.size
    ).withoutSums
    let work = Double(n) * Double(d) * Double(centroids.rowCount)
    let threads = min(Workers.count(for: work, limit: workers), plan.tileCount)
    let signals = Signals(stop, reading: source)
    var room = TileRoom<Scalar>(for: source, metric: metric, workers: threads)
    let observations = room.tiles(of: source, kernels: kernels, failure: signals.failure)
    let input = FitInput(observations, weights: nil, frame: frame, plan: plan, metric: metric)
    var wave = Wave(assigning: input, to: centroids.span)
    wave.codebooks.pack([0], kernels: kernels)
    let pass = Pass(
      input, Execution(Team(kernels, workers: threads, stop: signals.stop), plan: plan))
    let notFinite = pass.run(
      by: Lloyd(), &wave, to: output)
    try signals.failure?.check()
    if pass.execution.isStopped { throw .stopped }
    if checkFinite, let row = notFinite {
      let columns = observations.copies(of: [row]).elements
      throw .notFinite(row: row, column: columns.firstIndex { !$0.isFinite } ?? 0)
    }
  }

  /// The distance of each observation to the centroid that its code names.
  ///
  /// - Parameters:
  ///   - source: As many as there are codes, of as many features as the codebook.
  ///   - codes: Rows of the codebook.
  ///   - workers: The most threads to use.
  /// - Returns: One distance an observation, not squared.
  /// - Throws: ``ClusteringError/unreadable(row:)``.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func distances(
    from source: Observations<Scalar>, codes: [Int32], workers: Int?
  ) throws(ClusteringError) -> [Scalar] {
    let (n, d) = (source.rowCount, source.columnCount)
    let plan = TilePlan(
      rowCount: n, featureCount: d, clusterCount: centroids.rowCount,
      scalarSize: MemoryLayout<Scalar>.size
    ).withoutSums
    let threads = Workers.count(for: Double(n) * Double(d), limit: workers)
    let signals = Signals(nil, reading: source)
    var room = TileRoom<Scalar>(for: source, metric: metric, workers: threads)
    let input = FitInput(
      room.tiles(of: source, kernels: kernels, failure: signals.failure), weights: nil,
      frame: frame, plan: plan, metric: metric)
    var wave = Wave(assigning: input, to: centroids.span)
    var codes = codes
    let distances = Pass(
      input, Execution(Team(kernels, workers: threads, stop: signals.stop), plan: plan)
    ).distances(&wave, codes: &codes)
    try signals.failure?.check()
    return distances
  }
}
