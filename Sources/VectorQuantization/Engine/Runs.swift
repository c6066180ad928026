/// The runs of a wave, and their state.
struct Runs<Scalar: VectorScalar>: ~Copyable {
  var wave: Wave<Scalar>
  var all: [Run] = []
  /// The codes of the run, if there is a single run and its codes are kept.
  var codes = Codes()
  /// Whether the algorithm finds the codes in every iteration, if codes are kept.
  let usesCodes: Bool
  /// Whether to keep the centroids that the codes belong to, for checkpoints.
  let keepsPrevious: Bool
  /// The centroids that the kept codes belong to.
  var previousCentroids: Matrix<Double>?

  /// The indices in `all` of the runs that have not ended.
  var active: [Int] { all.indices.filter { all[$0].stage != .done } }

  /// Ends every active run at its current centroids.
  mutating func stop() {
    for index in active where all[index].outcome != .stoppedWhileSeeding {
      all[index].outcome = .stoppedByCaller
    }
  }
}

// The state in a checkpoint of a run that keeps its codes.
extension Runs {
  /// The state that a run needs to resume, in addition to its centroids.
  func kept(by run: Run, withSums: Bool) -> Checkpoint<Scalar>.Kept? {
    guard codes.areKept, usesCodes, let previousCentroids else { return nil }
    return Checkpoint.Kept(
      previousCentroids: previousCentroids, movedCount: codes.movedCount,
      iterationsOfMoves: run.iterationsOfMoves,
      sums: withSums ? Array(wave.runSums.sums(run.slot)) : [],
      counts: withSums ? Array(wave.runSums.counts(run.slot)) : [])
  }

  /// Resumes a run from the state in a checkpoint: recomputes its codes, and takes over its sums.
  mutating func restore(
    _ kept: Checkpoint<Scalar>.Kept, of slot: Int, by pass: Pass<Scalar>
  ) {
    wave.codebooks.set(slot, to: kept.previousCentroids.span)
    pass.searchAll(&wave, &codes)
    codes.movedCount = kept.movedCount
    if !kept.counts.isEmpty { wave.runSums.set(slot, sums: kept.sums, counts: kept.counts) }
  }
}

/// The result of a run that ended, and its centroids.
struct RunResult {
  let run: Run
  let centroids: Matrix<Double>
}

/// The starting centroids of the runs: chosen by seeding, or given by the caller for each run.
struct Starts<Scalar: VectorScalar>: ~Escapable {
  let seeding: Seeding<Scalar>
  let given: [Matrix<Scalar>]
  let initialization: KMeans.Initialization
  let seed: UInt64

  @_lifetime(copy seeding)
  init(
    _ seeding: Seeding<Scalar>, given: [Matrix<Scalar>], initialization: KMeans.Initialization,
    seed: UInt64
  ) {
    self.seeding = seeding
    self.given = given
    self.initialization = initialization
    self.seed = seed
  }

  /// Returns the start of a restart.
  ///
  /// - Parameters:
  ///   - restart: The number of the restart.
  ///   - isNeeded: Whether a stopped fit has no other centroids, so that this start must be
  ///     completed.
  /// - Returns: `nil` if the execution was stopped and the start is not needed, or if the fit was
  ///   abandoned.
  func start(_ restart: Int, isNeeded: Bool) -> Start<Scalar>? {
    let execution = seeding.execution
    var generator = Xoshiro256(seed: seed, restart: restart)
    let start =
      given.isEmpty
      ? seeding.start(by: initialization, using: &generator) : Start(centroids: given[restart])
    guard execution.isStopped else { return start }
    if execution.isAbandoned || !isNeeded { return nil }
    return given.isEmpty ? seeding.completed(start, using: &generator) : start
  }
}

extension UInt64 {
  /// An unpredictable seed.
  static func drawnBySystem() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }
}
