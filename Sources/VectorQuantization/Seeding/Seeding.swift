/// Chooses the starting centroids of a run.
///
/// All draws use the generator of the restart, and sums are merged in a fixed order. So the choice
/// depends only on the seed and the data.
struct Seeding<Scalar: VectorScalar>: ~Escapable, Sendable {
  let input: FitInput<Scalar>
  let execution: Execution<Scalar>
  /// The maximum number of pairs (an observation and a proposal) that are kept at a time.
  let pairLimit: Int
  /// With more observations than this, `automatic` uses a sample.
  let sampleThreshold: Int

  @_lifetime(copy input)
  init(
    _ input: FitInput<Scalar>, _ execution: Execution<Scalar>, pairLimit: Int? = nil,
    sampleThreshold: Int = .max
  ) {
    self.input = input
    self.execution = execution
    self.sampleThreshold = sampleThreshold
    // A pair takes 12 bytes in a chunk's part and 12 in the lists, plus a quarter because arrays
    // grow beyond their need: 45 MB, and 4 bytes for each observation.
    self.pairLimit = pairLimit ?? 1_500_000 + input.plan.rowCount / 8
  }

  var observations: ObservationTiles<Scalar> {
    @_lifetime(copy self)
    get { input.observations }
  }
  var weights: Span<Double>? {
    @_lifetime(copy self)
    get { input.weights }
  }
  var plan: TilePlan { input.plan }
  var frame: Frame<Scalar> { input.frame }
  var kernels: Kernels<Scalar> { execution.kernels }
  var stop: StopFlag? { execution.stop }

  /// The weight of an observation; 1 if there are no weights.
  func weight(_ row: Int) -> Double { input.weight(row) }

  /// Chooses as many centroids as the plan has clusters, unless the execution is stopped.
  func start(
    by initialization: KMeans.Initialization, using generator: inout Xoshiro256
  ) -> Start<Scalar> {
    switch initialization {
    case .points: randomPoints(using: &generator)
    case .gaussian: gaussian(using: &generator)
    case .plusPlus: plusPlus(trials: 1, using: &generator)
    case .greedyPlusPlus: plusPlus(trials: greedyTrials, using: &generator)
    case .parallel: parallelPlusPlus(using: &generator)
    case .automatic:
      (plan.rowCount > sampleThreshold ? sampled(by: .automatic, using: &generator) : nil)
        ?? plusPlus(
          trials: plan.clusterCount <= Self.greedyLimit ? greedyTrials : 1, using: &generator)
    }
  }

  /// `automatic` is greedy up to this number of clusters.
  private static var greedyLimit: Int { 1024 }

  /// 2 + ⌊ln *k*⌋, as in scikit-learn.
  var greedyTrials: Int {
    var trials = 2
    var power = 2.718281828459045
    while power <= Double(plan.clusterCount) {
      trials += 1
      power *= 2.718281828459045
    }
    return trials
  }

  /// Calls `body` with the rows of each tile, in order.
  ///
  /// Ends early if the execution is stopped.
  func forEachTile(_ body: (Range<Int>) -> Void) {
    for chunk in 0..<plan.chunkCount { plan.forEachTile(ofChunk: chunk, stop: stop, body) }
  }

  /// A start of the given observations.
  func start(at rows: [Int]) -> Start<Scalar> { Start(centroids: self.rows(rows), rows: rows) }

  /// Copies the given observations.
  func rows(_ numbers: [Int]) -> Matrix<Scalar> {
    observations.copies(of: numbers)
  }
}

extension KMeans.Initialization {
  /// Whether the starting centroids are distinct observations, so that there must be enough
  /// observations.
  var drawsObservations: Bool { self != .gaussian }
}
