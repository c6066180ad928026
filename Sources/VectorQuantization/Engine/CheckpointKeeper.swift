/// Makes checkpoints of the runs of a wave, and saves them when they are due.
struct CheckpointKeeper<Scalar: VectorScalar> {
  let checkpointing: Checkpointing<Scalar>
  let problem: ProblemFingerprint
  let seed: UInt64
  /// The first restart of the wave.
  var firstRestart: Int
  /// The best of the restarts before the wave.
  var best: Checkpoint<Scalar>.Entry?
  /// What was not due.
  private var unsaved: Checkpoint<Scalar>?

  init(_ checkpointing: Checkpointing<Scalar>, problem: ProblemFingerprint, seed: UInt64) {
    self.checkpointing = checkpointing
    self.problem = problem
    self.seed = seed
    firstRestart = 0
  }

  /// Takes in an iteration after which the runs could go on.
  mutating func note(_ runs: [Run], _ wave: borrowing Wave<Scalar>) {
    var entries: [Checkpoint<Scalar>.Entry] = []
    for run in runs {
      entries.append(Checkpoint.Entry(run: RunState(run), centroids: wave.codebook(run.slot)))
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

  /// Saves the last checkpoint, unless it was.
  mutating func saveLast() {
    if let checkpoint = unsaved.take() { checkpointing.save(checkpoint) }
  }
}
