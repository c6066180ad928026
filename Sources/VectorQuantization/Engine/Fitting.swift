extension KMeans {
  /// Checks the call, prepares the engine, runs the restarts in waves, and assigns once more to the
  /// best.
  ///
  /// - Returns: The best clustering, or `nil` if the fit was abandoned.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func clustering<Scalar: VectorScalar>(
    of source: Observations<Scalar>, startingFrom starts: [Matrix<Scalar>],
    weights: Span<Scalar>?, keepsLastAssignment: Bool, stop: StopFlag?,
    checkpointing: Checkpointing<Scalar>? = nil,
    onIteration: (@Sendable (Progress) -> Continuation)?
  ) throws(ClusteringError) -> Clustering<Scalar>? {
    var options = self
    if !starts.isEmpty { options.restarts = starts.count }
    // What is stored in few bytes should not take many more.
    if !source.isDirect, pruningMemory == nil {
      options.pruningMemory = source.rowCount * source.storedBytesPerRow / 4
    }
    let totalWeight = try options.validate(
      source, starts: starts, weights: weights, keepsLastAssignment: keepsLastAssignment)
    let kernels = Kernels<Scalar>(try options.chosenKernels)

    // A reader that fails ends the fit too.
    let stop = source.reader == nil ? stop : stop ?? StopFlag()
    let failure = source.reader == nil ? nil : stop.map { ReadFailure(stopping: $0) }
    var room = TileRoom<Scalar>(for: source, workers: workerLimit)
    let observations = room.tiles(of: source, kernels: kernels, failure: failure)
    let prepared = try Preparation(
      of: observations, weights: weights, totalWeight: totalWeight, options: options,
      kernels: kernels, stop: stop)
    try failure?.check()
    if try isOver(stop, failure, hasStart: !starts.isEmpty) { return nil }
    let (n, d, k) = (observations.rowCount, observations.columnCount, options.clusterCount)
    let (moments, frame, plan) = (prepared.moments, prepared.frame, prepared.plan)
    let workspaces = prepared.workspaces
    var algorithm = prepared.algorithm
    if options.triesFiltering(
      rowCount: n, featureCount: d, scalarSize: MemoryLayout<Scalar>.size)
    {
      let trial = FilteringTrial(
        of: observations, clusterCount: k, frame: frame, kernels: kernels, workspaces: workspaces,
        stop: stop)
      if try isOver(stop, failure, hasStart: !starts.isEmpty) { return nil }
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
      if try isOver(stop, failure, hasStart: !starts.isEmpty) { return nil }
    case .filtering:
      filtered = Shared(
        FilteredObservations(
          observations, frame: frame, kernels: kernels, workers: workspaces.count, stop: stop))
      if try isOver(stop, failure, hasStart: !starts.isEmpty) { return nil }
    }
    var pass = Pass(over: observations, weights: weights, frame: frame, kernels: kernels)
    pass.readWindow = readWindow
    let engine = Engine(
      options: options, pass: pass, algorithm: algorithm, sorted: sorted, filtered: filtered,
      workspaces: workspaces,
      meanVariance: meanVariance,
      totalWeight: totalWeight, keepsLastAssignment: keepsLastAssignment, stop: stop,
      onIteration: onIteration)
    var problem: ProblemFingerprint? = nil
    if let checkpointing {
      let present = ProblemFingerprint(
        of: observations, moments: moments, weights: weights, starts: starts, options: options,
        keepsLastAssignment: keepsLastAssignment, isSorted: sorted != nil)
      try checkpointing.resuming?.check(present, plan: plan, restarts: options.restarts)
      problem = present
    }
    let best = try engine.best(
      seeding: prepared.seeding, starts: starts, plan: plan, checkpointing: checkpointing,
      problem: problem)
    try failure?.check()
    return best
  }

  /// Chooses the centroids that the first restart would start from.
  ///
  /// - Throws: ``ClusteringError`` as `fit`.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func startingCentroids<Scalar: VectorScalar>(
    among source: Observations<Scalar>, weights: Span<Scalar>?, stop: StopFlag?
  ) throws(ClusteringError) -> Matrix<Scalar> {
    var options = self
    options.restarts = 1
    // For the codes that seeding knows no pass is to be prepared.
    options.algorithm = .lloyd
    let totalWeight = try options.validate(
      source, starts: [], weights: weights, keepsLastAssignment: false)
    let kernels = Kernels<Scalar>(try options.chosenKernels)
    let stop = stop ?? StopFlag()
    let failure = ReadFailure(stopping: stop)
    var room = TileRoom<Scalar>(for: source, workers: workerLimit)
    let prepared = try Preparation(
      of: room.tiles(of: source, kernels: kernels, failure: failure), weights: weights,
      totalWeight: totalWeight, options: options, kernels: kernels, stop: stop)
    try failure.check()
    if stop.isRaised { throw .stoppedWhileSeeding }
    var generator = Xoshiro256(seed: seed ?? .drawnBySystem(), restart: 0)
    let start = prepared.seeding.start(by: initialization, using: &generator)
    try failure.check()
    if stop.isRaised { throw .stoppedWhileSeeding }
    return start.centroids
  }

  private var chosenKernels: KernelSet {
    get throws(ClusteringError) {
      if let kernels { return kernels }
      return try KernelSet.preferred()
    }
  }

  /// Whether a fit that has found no centroids yet is abandoned; throws if it is stopped.
  private func isOver(
    _ stop: StopFlag?, _ failure: ReadFailure?, hasStart: Bool
  ) throws(ClusteringError) -> Bool {
    guard let stop, stop.isRaised else { return false }
    try failure?.check()
    if stop.isAbandoned { return true }
    throw hasStart ? .stopped : .stoppedWhileSeeding
  }
}

extension Moments {
  /// The moments of observations that must be finite, and not so large that sums of them overflow.
  ///
  /// Once `stop` is raised they are garbage.
  init<Scalar: VectorScalar>(
    checking observations: ObservationTiles<Scalar>, totalWeight: Double, kernels: Kernels<Scalar>,
    workers: Int, stop: StopFlag?
  ) throws(ClusteringError) {
    self.init(of: observations, kernels: kernels, workers: workers, stop: stop)
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
        kernels: kernels, workers: workers, stop: stop)
    }
  }
}
