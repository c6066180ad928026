/// The runs of a wave, and how far they have come.
struct Runs<Scalar: VectorScalar>: ~Copyable {
  var wave: Wave<Scalar>
  var all: [Run] = []
  /// Those of the run, if there is one and its codes are kept.
  var codes = Codes()
  /// Whether codes are found in every iteration, if they are kept.
  let usesCodes: Bool
  /// Whether the centroids that codes belong to are kept too, for checkpoints.
  let keepsPrevious: Bool
  /// Those centroids, of a run that keeps its codes.
  var previousCentroids: Matrix<Double>?

  /// The runs that are not at their end, by their place in `all`.
  var active: [Int] { all.indices.filter { all[$0].stage != .done } }

  /// Ends every run that is not at its end, at the centroids it has.
  mutating func stop() {
    for index in active where all[index].outcome != .stoppedWhileSeeding {
      all[index].outcome = .stoppedByCaller
    }
  }
}

// What checkpoints hold of a run that keeps its codes.
extension Runs {
  /// What a run goes on from, besides its centroids.
  func kept(by run: Run, withSums: Bool) -> Checkpoint<Scalar>.Kept? {
    guard codes.areKept, usesCodes, let previousCentroids else { return nil }
    return Checkpoint.Kept(
      previousCentroids: previousCentroids, movedCount: codes.movedCount,
      iterationsOfMoves: run.iterationsOfMoves,
      sums: withSums ? Array(wave.runSums.sums(run.slot)) : [],
      counts: withSums ? Array(wave.runSums.counts(run.slot)) : [])
  }

  /// Goes on from what a checkpoint kept of a run: finds its codes again, and takes over its sums.
  mutating func restore(
    _ kept: Checkpoint<Scalar>.Kept, of slot: Int, by pass: Pass<Scalar>
  ) {
    wave.codebooks.set(slot, to: kept.previousCentroids.span)
    pass.searchAll(&wave, &codes)
    codes.movedCount = kept.movedCount
    if !kept.counts.isEmpty { wave.runSums.set(slot, sums: kept.sums, counts: kept.counts) }
  }
}

/// A run that ended, and its centroids.
struct RunResult {
  let run: Run
  let centroids: Matrix<Double>
}

/// What runs start from: centroids that are chosen, or given for each.
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

  /// The start of a restart.
  ///
  /// - Parameters:
  ///   - restart: The number of the restart.
  ///   - isNeeded: Whether a stopped fit has no other centroids, so that a start must be completed.
  /// - Returns: `nil` if the execution was stopped and the start is not needed, or abandoned.
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
  /// A seed that cannot be foreseen.
  static func drawnBySystem() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }
}
