/// Makes checkpoints of the runs of a wave, and saves each one that is due.
struct CheckpointKeeper<Scalar: VectorScalar> {
  let checkpointing: Checkpointing<Scalar>
  let problem: ProblemFingerprint
  let seed: UInt64
  /// The first restart of the wave.
  private var firstRestart: Int
  /// The best result of the restarts before this wave.
  private var best: Checkpoint<Scalar>.Entry?
  /// The last checkpoint, if it was not due and therefore not saved.
  private var unsaved: Checkpoint<Scalar>?

  init(_ checkpointing: Checkpointing<Scalar>, problem: ProblemFingerprint, seed: UInt64) {
    self.checkpointing = checkpointing
    self.problem = problem
    self.seed = seed
    firstRestart = 0
  }

  /// Records the start of a wave.
  mutating func begin(_ restart: Int, best: RunResult?) {
    firstRestart = restart
    self.best = best.map { Checkpoint.Entry(run: RunState($0.run), centroids: $0.centroids) }
  }

  /// Makes a checkpoint after an iteration that is not the last.
  ///
  /// - Parameters:
  ///   - runs: The runs.
  ///   - keepsSums: Whether the next iteration updates the existing sums, so that a checkpoint must
  ///     hold them.
  mutating func note(_ runs: borrowing Runs<Scalar>, keepsSums: Bool) {
    var entries: [Checkpoint<Scalar>.Entry] = []
    for run in runs.all {
      entries.append(
        Checkpoint.Entry(
          run: RunState(run), centroids: runs.wave.codebooks.matrix(run.slot),
          kept: runs.kept(by: run, withSums: keepsSums)))
    }
    let checkpoint = Checkpoint(
      problem: problem, seed: seed, firstRestart: firstRestart, entries: entries, best: best)
    if checkpointing.isDue() {
      checkpointing.save(checkpoint)
      unsaved = nil
    } else {
      unsaved = checkpoint
    }
  }

  /// Saves the last checkpoint, unless it is saved already.
  mutating func saveLast() {
    if let checkpoint = unsaved.take() { checkpointing.save(checkpoint) }
  }
}
