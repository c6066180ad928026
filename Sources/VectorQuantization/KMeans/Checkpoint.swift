/// How far a fit has come, so that it can go on later, in another process, to the same final bits.
///
/// A checkpoint holds centroids and figures, and nothing of the observations but a fingerprint, by which
/// others are refused. It is as large as the codebooks of the restarts under way.
public struct Checkpoint<Scalar: VectorScalar>: Sendable, Equatable {
  /// A run and its centroids.
  struct Entry: Sendable, Equatable {
    let run: RunState
    let centroids: Matrix<Double>
    /// What the next iteration goes by; `nil` for runs that keep no codes.
    var kept: Kept? = nil
  }

  /// What a run that keeps its codes goes on from, besides its centroids.
  ///
  /// Codes themselves are not saved: they are those of the previous centroids, and found again.
  struct Kept: Sendable, Equatable {
    /// The centroids that the codes belong to.
    let previousCentroids: Matrix<Double>
    let movedCount: Int?
    let iterationsOfMoves: Int
    /// The sums of all codes, one number a feature, and the counts, if the next iteration changes them;
    /// otherwise none.
    let sums: [Double]
    let counts: [Int64]
  }

  let problem: ProblemFingerprint
  /// The seed, drawn or given.
  package let seed: UInt64
  /// The first of the restarts that advance together.
  let firstRestart: Int
  let entries: [Entry]
  /// The best of the restarts that are over.
  let best: Entry?

  /// Throws unless this is a checkpoint of the same problem, with centroids that fit it.
  func check(
    _ problem: ProblemFingerprint, plan: TilePlan, restarts: Int
  ) throws(ClusteringError) {
    if self.problem.observations != problem.observations {
      throw .checkpointMismatch(other: "observations")
    }
    // Of the same options all that follows is true, unless somebody made the checkpoint up.
    let fits = (entries + (best.map { [$0] } ?? [])).allSatisfy { entry in
      entry.centroids.columnCount == plan.featureCount
        && entry.centroids.rowCount <= plan.clusterCount && entry.fits(plan)
    }
    guard self.problem.options == problem.options, fits, best != nil || firstRestart < restarts
    else { throw .checkpointMismatch(other: "options") }
  }

  /// The iterations that the restarts under way have done, the largest number of them.
  public var iterations: Int { entries.map(\.run.iterations).max() ?? 0 }
  /// The number of restarts that are over.
  public var finishedRestarts: Int {
    firstRestart + entries.count { $0.run.stage == .done }
  }
}

extension Checkpoint.Entry {
  /// Whether what is kept has the shape of a plan.
  fileprivate func fits(_ plan: TilePlan) -> Bool {
    guard let kept else { return true }
    let (k, d) = (plan.clusterCount, plan.featureCount)
    return kept.previousCentroids.columnCount == d && kept.previousCentroids.rowCount <= k
      && (kept.counts.isEmpty ? kept.sums.isEmpty : kept.counts.count == k)
      && kept.sums.count == kept.counts.count * d
  }
}

/// When checkpoints are made, and what becomes of them.
public struct Checkpointing<Scalar: VectorScalar>: Sendable {
  /// Where to go on; `nil` begins anew.
  public var resuming: Checkpoint<Scalar>?
  /// Asked after each iteration.
  public var isDue: @Sendable () -> Bool
  /// Takes a checkpoint that is due, or the last there could be when a fit is stopped.
  public var save: @Sendable (Checkpoint<Scalar>) -> Void

  /// Creates the rules for one fit; both functions are called on the thread that coordinates it.
  ///
  /// - Parameters:
  ///   - resuming: Where to go on; `nil` begins anew.
  ///   - isDue: Whether to save a checkpoint now.
  ///   - save: Takes a checkpoint.
  public init(
    resuming: Checkpoint<Scalar>? = nil, isDue: @escaping @Sendable () -> Bool,
    save: @escaping @Sendable (Checkpoint<Scalar>) -> Void
  ) {
    self.resuming = resuming
    self.isDue = isDue
    self.save = save
  }
}

/// What a run's next pass depends on, besides its centroids.
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

  /// A run in this state, in a slot of a wave.
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
