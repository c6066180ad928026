/// A checked call of `fit`, and everything that is prepared before the first centroid is chosen.
struct Fit<Scalar: VectorScalar>: ~Escapable {
  let options: KMeans
  let input: FitInput<Scalar>
  let execution: Execution<Scalar>
  let moments: Moments
  /// The sum of the weights; the number of observations if there are no weights.
  let totalWeight: Double
  /// Whether the moments cover all observations, so that no observation has a NaN or an infinity.
  ///
  /// False if the fit was stopped before.
  let isChecked: Bool

  /// Reads all observations of a call that was checked.
  ///
  /// - Throws: ``ClusteringError`` if a number is not finite, is too large or cannot be read, or if
  ///   the fit needs more memory than the limit allows.
  @_lifetime(copy observations, copy call)
  init(
    _ options: KMeans, _ observations: ObservationTiles<Scalar>, of call: FitCall<Scalar>,
    totalWeight: Double, _ signals: Signals
  ) throws(ClusteringError) {
    self.totalWeight = totalWeight
    let (n, d, k) = (observations.rowCount, observations.columnCount, options.clusterCount)
    let work = Double(n) * Double(d) * Double(k) * Double(options.restarts)
    let threads = Workers.count(for: work, limit: options.workers)
    let team = Team(
      Kernels<Scalar>(try options.chosenKernels), workers: threads, stop: signals.stop)
    let light = team.limited(to: 1 + n * d / Workers.grain)
    let isShort =
      !observations.isRead && n * d * MemoryLayout<Scalar>.size <= Self.shortPassBytes
    moments = try Moments(
      checking: observations, totalWeight: totalWeight, isShort ? light.unstoppable : light)
    isChecked = isShort || !team.isStopped
    // The first threads have started; the rest of the fit can use the address space that is left
    // now.
    let options = try options.limitedToAddressSpace(call, newThreads: threads - light.workers)
    self.options = options
    let plan = TilePlan.iterating(
      rowCount: n, featureCount: d, clusterCount: k, scalarSize: MemoryLayout<Scalar>.size)
    input = FitInput(
      observations, weights: call.weights,
      frame: Frame(center: moments.mean, extents: moments.maximum), plan: plan,
      metric: options.metric)
    execution = Execution(
      team, plan: plan, keepsBounds: options.shapedAlgorithm(of: input).keepsBounds)
  }

  /// Chooses the starting centroids.
  var seeding: Seeding<Scalar> {
    @_lifetime(copy self)
    get {
      Seeding(
        input, execution, pairLimit: options.resources.seedingPairs,
        sampleThreshold: options.resources.seedingSample)
    }
  }

  /// If the observations in memory take at most this many bytes, the first pass ignores stops.
  ///
  /// It takes less than 100 ms, and a stopped fit then has a result.
  private static var shortPassBytes: Int { 64 << 20 }
}

/// What can end a fit early: the caller's stop request, or a reader that fails.
struct Signals: Sendable {
  let stop: StopFlag?
  let failure: ReadFailure?

  /// Creates the signals for a call that reads `source`.
  init<Scalar: VectorScalar>(_ stop: StopFlag?, reading source: borrowing Observations<Scalar>) {
    guard source.reader != nil else {
      (self.stop, failure) = (stop, nil)
      return
    }
    let stop = stop ?? StopFlag()
    self.stop = stop
    failure = ReadFailure(stopping: stop)
  }
}

/// The arguments of a call of `fit`.
struct FitCall<Scalar: VectorScalar>: ~Escapable {
  let source: Observations<Scalar>
  /// The starting centroids, one matrix for each run; empty if the fit chooses them.
  let starts: [Matrix<Scalar>]
  let weights: Span<Double>?
  /// See `Engine`.
  let keepsLastAssignment: Bool
  let stop: StopFlag?
  let checkpointing: Checkpointing<Scalar>?

  @_lifetime(copy source, copy weights)
  init(
    _ source: Observations<Scalar>, startingFrom starts: [Matrix<Scalar>], weights: Span<Double>?,
    keepsLastAssignment: Bool = false, stop: StopFlag? = nil,
    checkpointing: Checkpointing<Scalar>? = nil
  ) {
    self.source = source
    self.starts = starts
    self.weights = weights
    self.keepsLastAssignment = keepsLastAssignment
    self.stop = stop
    self.checkpointing = checkpointing
  }
}

extension KMeans {
  /// Checks the call, prepares the engine, runs the restarts in waves, and assigns all observations
  /// to the best codebook.
  ///
  /// - Returns: The best clustering, or `nil` if the fit was abandoned.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func clustering<Scalar: VectorScalar>(
    _ call: FitCall<Scalar>, onIteration: (@Sendable (Progress) -> Continuation)?
  ) throws(ClusteringError) -> Clustering<Scalar>? {
    var options = self
    let source = call.source
    if !call.starts.isEmpty { options.restarts = call.starts.count }
    // Observations that are stored compactly should not need much more memory for bounds.
    if !source.isDirect, pruningMemory == nil {
      options.pruningMemory = source.rowCount * source.storedBytesPerRow / 4
    }
    let totalWeight = try options.validate(call)
    let signals = Signals(call.stop, reading: source)
    var room = TileRoom<Scalar>(for: source, metric: metric, workers: workerLimit)
    let observations = room.tiles(
      of: source, kernels: Kernels(try options.chosenKernels), failure: signals.failure)
    let fit = try Fit(options, observations, of: call, totalWeight: totalWeight, signals)
    try signals.failure?.check()
    if fit.execution.isAbandoned { return nil }
    if !fit.isChecked { throw .stopped }
    let algorithm = fit.options.chosenAlgorithm(for: fit.input, fit.execution)
    try signals.failure?.check()
    let clustering = try fit.clustering(of: call, by: algorithm, onIteration: onIteration)
    try signals.failure?.check()
    return clustering
  }

  /// Chooses the starting centroids of the first restart.
  ///
  /// - Throws: ``ClusteringError`` as `fit`.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func startingCentroids<Scalar: VectorScalar>(
    among source: Observations<Scalar>, weights: Span<Double>?, stop: StopFlag?
  ) throws(ClusteringError) -> Matrix<Scalar> {
    var options = self
    options.restarts = 1
    // The codes that seeding finds are not used, so no pass is prepared for them.
    options.algorithm = .lloyd
    let call = FitCall(source, startingFrom: [], weights: weights)
    let totalWeight = try options.validate(call)
    let signals = Signals(stop, reading: source)
    var room = TileRoom<Scalar>(for: source, metric: metric, workers: workerLimit)
    let observations = room.tiles(
      of: source, kernels: Kernels(try options.chosenKernels), failure: signals.failure)
    let fit = try Fit(options, observations, of: call, totalWeight: totalWeight, signals)
    try signals.failure?.check()
    if fit.execution.isStopped { throw .stopped }
    var generator = Xoshiro256(seed: seed ?? .drawnBySystem(), restart: 0)
    let start = fit.seeding.start(by: initialization, using: &generator)
    try signals.failure?.check()
    if fit.execution.isStopped { throw .stopped }
    return start.centroids
  }

  /// The kernel set to compute with.
  var chosenKernels: KernelSet {
    get throws(ClusteringError) {
      if let kernels { return kernels }
      return try KernelSet.preferred()
    }
  }
}

extension KMeans.Algorithm {
  /// Calls `use` with the type that implements the algorithm: the only switch from a case to a
  /// type.
  func perform<Use: AssignerUse & ~Escapable>(_ use: Use) throws(Use.Failure) -> Use.Answer {
    switch self {
    case .automatic: try use.use(Automatic<Use.Scalar>.self)
    case .lloyd: try use.use(Lloyd<Use.Scalar>.self)
    case .hamerly: try use.use(Hamerly<Use.Scalar>.self)
    case .yinyang: try use.use(Yinyang<Use.Scalar>.self)
    case .screening: try use.use(Screening<Use.Scalar>.self)
    case .sorted: try use.use(Sorted<Use.Scalar>.self)
    case .filtering: try use.use(Filtering<Use.Scalar>.self)
    }
  }
}

/// Runs a fit with an algorithm.
private struct FitUse<Scalar: VectorScalar>: AssignerUse, ~Escapable {
  let fit: Fit<Scalar>
  let call: FitCall<Scalar>
  let onIteration: (@Sendable (KMeans.Progress) -> KMeans.Continuation)?

  @_lifetime(copy fit, copy call)
  init(
    _ fit: Fit<Scalar>, _ call: FitCall<Scalar>,
    _ onIteration: (@Sendable (KMeans.Progress) -> KMeans.Continuation)?
  ) {
    self.fit = fit
    self.call = call
    self.onIteration = onIteration
  }

  func use<Algorithm: Assigner<Scalar> & ~Copyable>(
    _ type: Algorithm.Type
  ) throws(ClusteringError) -> Clustering<Scalar>? {
    try fit.run(type, call, onIteration)
  }
}

extension Fit {
  /// The clustering found by an algorithm, or `nil` if the fit was abandoned.
  fileprivate func clustering(
    of call: FitCall<Scalar>, by algorithm: KMeans.Algorithm,
    onIteration: (@Sendable (KMeans.Progress) -> KMeans.Continuation)?
  ) throws(ClusteringError) -> Clustering<Scalar>? {
    try algorithm.perform(FitUse(self, call, onIteration))
  }

  fileprivate func run<Algorithm: Assigner<Scalar> & ~Copyable>(
    _ type: Algorithm.Type, _ call: FitCall<Scalar>,
    _ onIteration: (@Sendable (KMeans.Progress) -> KMeans.Continuation)?
  ) throws(ClusteringError) -> Clustering<Scalar>? {
    var keeper = try keeper(for: call, sumsAreLloyds: type.traits.sumsAreLloyds)
    let engine = Engine(
      self, keepsLastAssignment: call.keepsLastAssignment, onIteration: onIteration)
    let starts = Starts(
      seeding, given: call.starts, initialization: options.initialization,
      seed: keeper?.seed ?? options.seed ?? .drawnBySystem())
    guard !execution.isStopped, var assigner = Algorithm(input, execution, options) else {
      // Only one assignment is left to do. `Lloyd` needs no preparation.
      var lloyd = Lloyd<Scalar>()
      return try engine.best(by: &lloyd, from: starts, keeper: &keeper)
    }
    return try engine.best(by: &assigner, from: starts, keeper: &keeper)
  }

  /// Creates the checkpoint keeper, if checkpoints are requested.
  ///
  /// - Throws: ``ClusteringError`` if the checkpoint to resume from belongs to another problem, or
  ///   if the fit was stopped before that could be checked.
  private func keeper(
    for call: FitCall<Scalar>, sumsAreLloyds: Bool
  ) throws(ClusteringError) -> CheckpointKeeper<Scalar>? {
    guard let checkpointing = call.checkpointing else { return nil }
    guard let problem = ProblemFingerprint(of: self, call, sumsAreLloyds: sumsAreLloyds) else {
      if checkpointing.resuming == nil { return nil }
      throw .stopped
    }
    try checkpointing.resuming?.check(problem, plan: input.plan, restarts: options.restarts)
    return CheckpointKeeper(
      checkpointing, problem: problem,
      seed: checkpointing.resuming?.seed ?? options.seed ?? .drawnBySystem())
  }

  /// The mean of the features' variances, scaled.
  ///
  /// Weighted if the observations have weights and the stopping rule needs it.
  var meanVariance: Double {
    guard let weights = input.weights, case .centroidShift = options.stopping else {
      return moments.meanVariance(scale: input.frame.scale)
    }
    return moments.meanVariance(
      scale: input.frame.scale, of: input.observations, weights: weights, total: totalWeight,
      execution.team)
  }
}
