/// The saved state of an unfinished fit, from which another process can resume it.
///
/// A resumed fit returns the same bits as an uninterrupted one. A checkpoint contains the centroids
/// and statistics of the runs. It contains no observations, only a fingerprint of them: a fit of
/// other observations refuses the checkpoint. Its size is about that of the codebooks of the
/// unfinished restarts.
///
/// To make checkpoints and to resume from one, pass a ``Checkpointing`` value to `fit`.
public struct Checkpoint<Scalar: VectorScalar>: Sendable, Equatable {
  /// The state of one run, and its centroids.
  struct Entry: Sendable, Equatable {
    let run: RunState
    let centroids: Matrix<Double>
    /// The data for an incremental update of the sums; `nil` for runs that keep no codes.
    var kept: Kept? = nil
  }

  /// What a run that keeps its codes needs in order to continue, in addition to its centroids.
  ///
  /// Codes are not saved. The resumed fit recomputes them from the previous centroids.
  struct Kept: Sendable, Equatable {
    /// The centroids that the kept codes refer to.
    let previousCentroids: Matrix<Double>
    let movedCount: Int?
    let iterationsOfMoves: Int
    /// The sum of the observations of each code, one number for each feature.
    ///
    /// Sums and counts are empty unless the next iteration updates them incrementally.
    let sums: [Double]
    let counts: [Int64]
  }

  let problem: ProblemFingerprint
  /// The seed of the fit, given by the caller or drawn from the system.
  package let seed: UInt64
  /// The first restart of the current wave.
  let firstRestart: Int
  let entries: [Entry]
  /// The best of the restarts that have finished before this wave.
  let best: Entry?

  /// Throws an error unless the checkpoint belongs to this problem and its centroids have a
  /// matching shape.
  func check(
    _ problem: ProblemFingerprint, plan: TilePlan, restarts: Int
  ) throws(ClusteringError) {
    if self.problem.observations != problem.observations {
      throw .checkpointMismatch(other: "observations")
    }
    // With equal options the shapes always match, unless the checkpoint was forged.
    let fits = (entries + (best.map { [$0] } ?? [])).allSatisfy { entry in
      entry.centroids.columnCount == plan.featureCount
        && entry.centroids.rowCount <= plan.clusterCount && entry.fits(plan)
    }
    guard self.problem.options == problem.options, fits, best != nil || firstRestart < restarts
    else { throw .checkpointMismatch(other: "options") }
  }

  /// The maximum number of iterations that one of the saved restarts has completed.
  public var iterations: Int { entries.map(\.run.iterations).max() ?? 0 }
  /// The number of finished restarts.
  public var finishedRestarts: Int {
    firstRestart + entries.count { $0.run.stage == .done }
  }
}

extension Checkpoint.Entry {
  /// Returns whether the kept data has the shape that the plan requires.
  fileprivate func fits(_ plan: TilePlan) -> Bool {
    guard let kept else { return true }
    let (k, d) = (plan.clusterCount, plan.featureCount)
    return kept.previousCentroids.columnCount == d && kept.previousCentroids.rowCount <= k
      && (kept.counts.isEmpty ? kept.sums.isEmpty : kept.counts.count == k)
      && kept.sums.count == kept.counts.count * d
  }
}

/// When a fit makes checkpoints, what receives them, and which checkpoint to resume from.
///
/// ```swift
/// let checkpointing = Checkpointing(
///   resuming: Checkpoint<Float>(decoding: savedBytes), isDue: { timer.hasFired },
///   save: { checkpoint in store(checkpoint.encoded) })
/// let clustering = try search.fit(observations, checkpointing: checkpointing)
/// ```
public struct Checkpointing<Scalar: VectorScalar>: Sendable {
  /// The checkpoint to resume from; `nil` starts a new fit.
  public var resuming: Checkpoint<Scalar>?
  /// Returns whether to save a checkpoint now; called after each iteration.
  public var isDue: @Sendable () -> Bool
  /// Receives each checkpoint that is due, and the last one when the fit is stopped.
  public var save: @Sendable (Checkpoint<Scalar>) -> Void

  /// Creates the rules for one fit.
  ///
  /// Both functions are called on the thread that coordinates the fit.
  ///
  /// - Parameters:
  ///   - resuming: The checkpoint to resume from; `nil` starts a new fit.
  ///   - isDue: Returns whether to save a checkpoint now.
  ///   - save: Receives a checkpoint, for example to write it to a file.
  public init(
    resuming: Checkpoint<Scalar>? = nil, isDue: @escaping @Sendable () -> Bool,
    save: @escaping @Sendable (Checkpoint<Scalar>) -> Void
  ) {
    self.resuming = resuming
    self.isDue = isDue
    self.save = save
  }
}

/// The state of a run that its next pass depends on, without the centroids.
struct RunState: Sendable, Equatable {
  let restart: Int
  let stage: Run.Stage
  let iterations: Int
  let outcome: KMeans.Outcome
  let distortion: Double
  let inertia: Double
}

extension RunState {
  init(_ run: Run) {
    self.init(
      restart: run.restart, stage: run.stage, iterations: run.iterations, outcome: run.outcome,
      distortion: run.distortion, inertia: run.inertia)
  }

  /// Recreates the run in the given slot of a wave.
  func run(slot: Int) -> Run {
    var run = Run(restart: restart, slot: slot)
    run.stage = stage
    run.iterations = iterations
    run.outcome = outcome
    run.distortion = distortion
    run.inertia = inertia
    run.isResumed = true
    return run
  }
}
