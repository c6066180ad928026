extension KMeans {
  /// Checks the call, prepares the engine, runs the restarts in waves, and assigns once more to the
  /// best.
  ///
  /// - Returns: The best clustering, or `nil` if the fit was abandoned.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func clustering<Scalar: VectorScalar>(
    of source: Observations<Scalar>, startingFrom start: Matrix<Scalar>?,
    weights: Span<Scalar>?, keepsLastAssignment: Bool, stop: StopFlag?,
    checkpointing: Checkpointing<Scalar>? = nil,
    onIteration: (@Sendable (Progress) -> Continuation)?
  ) throws(ClusteringError) -> Clustering<Scalar>? {
    var options = self
    if start != nil { options.restarts = 1 }
    // What is stored in few bytes should not take many more.
    if !source.isDirect, pruningMemory == nil {
      options.pruningMemory = source.rowCount * source.storedBytesPerRow / 4
    }
    let totalWeight = try options.validate(
      source, start: start, weights: weights, keepsLastAssignment: keepsLastAssignment)
    let set: KernelSet
    if let chosen = self.kernels { set = chosen } else { set = try KernelSet.preferred() }
    let kernels = Kernels<Scalar>(set)

    // A reader that fails ends the fit too.
    let stop = source.reader == nil ? stop : stop ?? StopFlag()
    let failure = source.reader == nil ? nil : stop.map { ReadFailure(stopping: $0) }
    var room = TileRoom<Scalar>(for: source, workers: workerLimit)
    let observations = room.tiles(of: source, kernels: kernels, failure: failure)
    let (n, d, k) = (observations.rowCount, observations.columnCount, options.clusterCount)
    let work = Double(n) * Double(d) * Double(k) * Double(options.restarts)
    let threads = Workers.count(for: work, limit: self.workers)
    let moments = try Moments(
      checking: observations, totalWeight: totalWeight, kernels: kernels,
      workers: min(threads, 1 + n * d / Workers.grain))
    try failure?.check()
    let frame = Frame<Scalar>(center: moments.mean, extents: moments.greatest)
    let plan = TilePlan.iterating(
      rowCount: n, featureCount: d, clusterCount: k, scalarSize: MemoryLayout<Scalar>.size)
    var algorithm = options.chosenAlgorithm(
      rowCount: n, featureCount: d, scalarSize: MemoryLayout<Scalar>.size)
    let workspaces = (0..<max(1, min(threads, plan.chunkCount))).map { _ in
      Workspace(
        Scratch(kernels: kernels, plan: plan, prunes: algorithm.prunes && algorithm != .filtering))
    }
    if options.triesFiltering(
      rowCount: n, featureCount: d, scalarSize: MemoryLayout<Scalar>.size)
    {
      let trial = FilteringTrial(
        of: observations, clusterCount: k, frame: frame, kernels: kernels, workspaces: workspaces,
        stop: stop)
      if try isOver(stop, failure) { return nil }
      if trial.share <= FilteringTrial.highestShare { algorithm = .filtering }
    }
    let meanVariance: Double
    if let weights {
      meanVariance = moments.meanVariance(
        scale: frame.scale, of: observations, weights: weights, total: totalWeight)
    } else {
      meanVariance = moments.meanVariance(scale: frame.scale)
    }
    var sorted: SortedObservations<Scalar>? = nil
    var filtered: Shared<FilteredObservations<Scalar>>? = nil
    switch algorithm {
    case .automatic, .lloyd, .hamerly, .yinyang, .screening: break
    case .sorted:
      sorted = SortedObservations(
        observations, weights: weights, frame: frame,
        workers: Workers.count(for: 64 * Double(n), limit: self.workers), stop: stop)
      if try isOver(stop, failure) { return nil }
    case .filtering:
      filtered = Shared(
        FilteredObservations(
          observations, frame: frame, kernels: kernels, workers: workspaces.count, stop: stop))
      if try isOver(stop, failure) { return nil }
    }
    var pass = Pass(over: observations, weights: weights, frame: frame, kernels: kernels)
    pass.readWindow = readWindow
    let engine = Engine(
      options: options, pass: pass, algorithm: algorithm, sorted: sorted, filtered: filtered,
      workspaces: workspaces,
      meanVariance: meanVariance,
      totalWeight: totalWeight, keepsLastAssignment: keepsLastAssignment, stop: stop,
      onIteration: onIteration)
    let seeding = Seeding(
      from: observations, weights: weights, frame: frame, plan: plan, kernels: kernels,
      workspaces: workspaces, stop: stop, pairLimit: seedingPairLimit,
      sampleThreshold: seedingSampleThreshold)
    var problem: ProblemFingerprint? = nil
    if let checkpointing {
      let present = ProblemFingerprint(
        of: observations, moments: moments, weights: weights, start: start, options: options,
        keepsLastAssignment: keepsLastAssignment, isSorted: sorted != nil)
      try checkpointing.resuming?.check(present, plan: plan, restarts: options.restarts)
      problem = present
    }
    let best = try engine.best(
      seeding: seeding, start: start, plan: plan, checkpointing: checkpointing, problem: problem)
    try failure?.check()
    return best
  }

  /// Whether a fit that has no centroids yet is abandoned; throws if it is stopped.
  private func isOver(
    _ stop: StopFlag?, _ failure: ReadFailure?
  ) throws(ClusteringError) -> Bool {
    guard let stop, stop.isRaised else { return false }
    try failure?.check()
    if stop.isAbandoned { return true }
    throw .stoppedWhileSeeding
  }
}

extension Moments {
  /// The moments of observations that must be finite, and not so large that sums of them overflow.
  init<Scalar: VectorScalar>(
    checking observations: ObservationTiles<Scalar>, totalWeight: Double, kernels: Kernels<Scalar>,
    workers: Int
  ) throws(ClusteringError) {
    self.init(of: observations, kernels: kernels, workers: workers)
    if !isFinite, let (row, column) = observations.firstPosition(where: { !$0.isFinite }) {
      throw .notFinite(row: row, column: column)
    }
    // No sum of these observations, of any of them and from any origin among them, may overflow.
    let greatest = greatest.max() ?? 0
    let extent = greatest + (mean.map(\.magnitude).max() ?? 0)
    let count = max(Double(observations.rowCount), totalWeight)
    if !(4 * count * extent).isFinite {
      let limit = Double.greatestFiniteMagnitude / (16 * count)
      let place = observations.firstPosition { Double($0).magnitude > limit }
      throw .magnitudeTooLarge(row: place?.row ?? 0, column: place?.column ?? 0)
    }
    // Squares of very large or very small differences need units of their own.
    if !variance.allSatisfy(\.isFinite) || (greatest > 0 && greatest < 0x1p-400) {
      let unit = Double(sign: .plus, exponent: Int(greatest.exponent), significand: 1)
      self.init(
        of: observations, from: mean, unit: Array(repeating: unit, count: mean.count),
        kernels: kernels, workers: workers)
    }
  }
}
