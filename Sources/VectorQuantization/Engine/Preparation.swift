/// What seeding and iterations work with: observations that were looked at once, and memory for workers.
struct Preparation<Scalar: VectorScalar>: ~Escapable {
  let options: KMeans
  let observations: ObservationTiles<Scalar>
  let weights: Span<Scalar>?
  let kernels: Kernels<Scalar>
  let stop: StopFlag?
  let moments: Moments
  let frame: Frame<Scalar>
  let plan: TilePlan
  /// The algorithm, as far as the shape decides.
  let algorithm: KMeans.Algorithm
  let workspaces: [Workspace<Scalar>]

  /// Looks at all observations, of a call that was checked.
  ///
  /// - Throws: ``ClusteringError`` if a number is not finite, or too large.
  @_lifetime(copy observations, copy weights)
  init(
    of observations: ObservationTiles<Scalar>, weights: Span<Scalar>?, totalWeight: Double,
    options: KMeans, kernels: Kernels<Scalar>, stop: StopFlag?
  ) throws(ClusteringError) {
    self.options = options
    self.observations = observations
    self.weights = weights
    self.kernels = kernels
    self.stop = stop
    let (n, d, k) = (observations.rowCount, observations.columnCount, options.clusterCount)
    let scalarSize = MemoryLayout<Scalar>.size
    let work = Double(n) * Double(d) * Double(k) * Double(options.restarts)
    let threads = Workers.count(for: work, limit: options.workers)
    moments = try Moments(
      checking: observations, totalWeight: totalWeight, kernels: kernels,
      workers: min(threads, 1 + n * d / Workers.grain), stop: stop)
    frame = Frame(center: moments.mean, extents: moments.greatest)
    let plan = TilePlan.iterating(
      rowCount: n, featureCount: d, clusterCount: k, scalarSize: scalarSize)
    let algorithm = options.chosenAlgorithm(rowCount: n, featureCount: d, scalarSize: scalarSize)
    workspaces = (0..<max(1, min(threads, plan.chunkCount))).map { _ in
      Workspace(
        Scratch(kernels: kernels, plan: plan, prunes: algorithm.prunes && algorithm != .filtering))
    }
    self.plan = plan
    self.algorithm = algorithm
  }

  /// What chooses the centroids to start from.
  var seeding: Seeding<Scalar> {
    @_lifetime(copy self)
    get {
      Seeding(
        from: observations, weights: weights, frame: frame, plan: plan, kernels: kernels,
        workspaces: workspaces, stop: stop, pairLimit: options.seedingPairLimit,
        sampleThreshold: options.seedingSampleThreshold)
    }
  }
}
