/// The iteration loop of all algorithms: assign, add up, merge, move, decide, for all runs of a
/// wave at once.
///
/// The algorithm is an `Assigner`. Seeding, empty clusters, stopping and restarts are the same for
/// all algorithms.
struct Engine<Scalar: VectorScalar>: ~Escapable {
  let options: KMeans
  let input: FitInput<Scalar>
  let execution: Execution<Scalar>
  let convergence: Convergence
  /// The sum of the weights; the number of observations if there are no weights.
  let totalWeight: Double
  /// Whether to return the codes of the last iteration, instead of the codes of one more pass.
  let keepsLastAssignment: Bool
  let onIteration: (@Sendable (KMeans.Progress) -> KMeans.Continuation)?

  /// Creates the engine of a call.
  @_lifetime(copy fit)
  init(
    _ fit: borrowing Fit<Scalar>, keepsLastAssignment: Bool,
    onIteration: (@Sendable (KMeans.Progress) -> KMeans.Continuation)?
  ) {
    options = fit.options
    input = fit.input
    execution = fit.execution
    convergence = Convergence(
      stopping: fit.options.stopping, meanVariance: fit.meanVariance,
      maximumIterations: fit.options.maximumIterations)
    totalWeight = fit.totalWeight
    self.keepsLastAssignment = keepsLastAssignment
    self.onIteration = onIteration
  }

  /// Runs all restarts, in waves that fit memory, and returns the best clustering.
  ///
  /// The runs of a wave advance together over the same tiles, so a tile is read from memory once
  /// for all of them. The number of runs in a wave follows from the size of their partial sums,
  /// never from timing. It does not influence any result.
  ///
  /// - Parameters:
  ///   - assigner: The algorithm.
  ///   - starts: The starting centroids.
  ///   - keeper: Makes checkpoints and holds the one to resume from, if checkpoints are requested.
  /// - Returns: `nil` if the fit was abandoned.
  /// - Throws: ``ClusteringError/emptyCluster(code:iteration:)`` if the rule for empty clusters is
  ///   `fail`.
  func best<Algorithm: Assigner<Scalar> & ~Copyable>(
    by assigner: inout Algorithm, from starts: Starts<Scalar>,
    keeper: inout CheckpointKeeper<Scalar>?
  ) throws(ClusteringError) -> Clustering<Scalar>? {
    let slotCount = slotCount(sharesPasses: assigner.sharesPasses)
    var runs = Runs(
      wave: Wave(input, slotCount: slotCount, workers: execution.workers),
      usesCodes: assigner.usesCodes, keepsPrevious: keeper != nil)
    let resumed = keeper?.checkpointing.resuming
    var best = resumed?.best.map { RunResult(run: $0.run.run(slot: 0), centroids: $0.centroids) }
    var first = resumed?.firstRestart ?? 0
    var goesOn = true
    while goesOn && first < options.restarts {
      let restarts = first..<min(first + slotCount, options.restarts)
      begin(restarts, &runs, from: starts, resuming: resumed, isFirst: best == nil)
      if runs.all.isEmpty { break }
      assigner.forget()
      keeper?.begin(restarts.lowerBound, best: best)
      goesOn = try advance(&runs, by: &assigner, keeper: &keeper)
      if execution.isAbandoned { return nil }
      for run in runs.all
      where best.map({ run.isBetter(than: $0.run, by: options.preference) }) ?? true {
        best = RunResult(run: run, centroids: runs.wave.codebooks.matrix(run.slot))
      }
      first += slotCount
    }
    guard let best else { return nil }
    return finish(best, &runs, by: &assigner)
  }

  /// The number of runs that advance together.
  private func slotCount(sharesPasses: Bool) -> Int {
    let plan = input.plan
    // Sums by code need the codes of the run, and codes are kept for a single run only.
    if plan.sumsByCode || !sharesPasses { return 1 }
    return min(options.restarts, max(1, KMeans.waveBytes / KMeans.slotBytes(of: plan)))
  }

  /// Begins or resumes a range of restarts; fewer if the execution is stopped.
  ///
  /// The very first restart begins even if the execution is stopped, unless the fit is abandoned.
  private func begin(
    _ restarts: Range<Int>, _ runs: inout Runs<Scalar>, from starts: Starts<Scalar>,
    resuming checkpoint: Checkpoint<Scalar>?, isFirst: Bool
  ) {
    runs.all.removeAll(keepingCapacity: true)
    // A single run keeps the codes of each pass, so that relocation needs no search.
    let keepsCodes =
      runs.usesCodes ? runs.wave.codebooks.clusterCounts.count == 1 : keepsLastAssignment
    runs.codes.begin(rowCount: keepsCodes ? input.plan.rowCount : nil)
    for restart in restarts {
      let slot = restart - restarts.lowerBound
      if let entry = checkpoint?.entries.first(where: { $0.run.restart == restart }) {
        var run = entry.run.run(slot: slot)
        if let kept = entry.kept, keepsCodes {
          runs.restore(kept, of: slot, by: Pass(input, execution))
          run.iterationsOfMoves = kept.iterationsOfMoves
        }
        runs.all.append(run)
        runs.wave.codebooks.set(slot, to: entry.centroids.span)
        continue
      }
      let isNeeded = isFirst && runs.all.isEmpty
      guard let start = starts.start(restart, isNeeded: isNeeded) else { return }
      if options.restarts == 1, runs.usesCodes, let known = start.codes {
        runs.codes.begin(with: known, clusterCount: start.centroids.rowCount)
      }
      var run = Run(restart: restart, slot: slot)
      if start.isCutShort { run.outcome = .stoppedWhileSeeding }
      runs.all.append(run)
      runs.wave.codebooks.set(slot, to: start.centroids.span)
    }
  }

  /// Assigns every observation to the final codebook of the best run.
  ///
  /// Not needed if the codes of the run's last pass are returned.
  private func finish<Algorithm: Assigner<Scalar> & ~Copyable>(
    _ best: RunResult, _ runs: inout Runs<Scalar>, by assigner: inout Algorithm
  ) -> Clustering<Scalar>? {
    var run = best.run
    let codebook = Matrix<Scalar>(best.centroids)
    if keepsLastAssignment && run.iterations == options.maximumIterations {
      return clustering(run, codebook, codes: runs.codes.all)
    }
    // The kept codes may belong to another run, or to a pass that was cut short.
    if options.restarts > 1 || execution.isStopped {
      assigner.forget()
      runs.codes.begin(rowCount: input.plan.rowCount)
    } else if !runs.codes.areKept {
      runs.codes.begin(rowCount: input.plan.rowCount)
    }
    execution.stop?.seal()
    runs.wave.codebooks.set(0, to: codebook.span)
    var pass = Pass(input, execution)
    pass.finalSlots = [0]
    pass.measures = true
    for effort in assigner.assign(pass, &runs.wave, &runs.codes) { run.effort.add(effort) }
    if execution.isAbandoned { return nil }
    let figures = runs.wave.figures.merged(slot: 0)
    run.inertia = figures.inertia
    run.distortion = figures.distances / totalWeight / input.frame.scale
    // With several restarts, each one has reported this already.
    if options.restarts == 1 { _ = report(.finishing, of: run) }
    // A few far observations can make the scale so small that other squared distances underflow.
    if input.frame.scale < 1, figures.inertia < 0x1p-900 {
      let found = pass.exactFigures(&runs)
      run.distortion = found.distances / totalWeight
      return clustering(run, codebook, codes: runs.codes.all, inertia: found.inertia)
    }
    return clustering(run, codebook, codes: runs.codes.all)
  }

  private func clustering(
    _ run: Run, _ codebook: Matrix<Scalar>, codes: [Int32], inertia: Double? = nil
  ) -> Clustering<Scalar> {
    var counts = [Int](repeating: 0, count: codebook.rowCount)
    for code in codes { counts[Int(code)] += 1 }
    let scale = input.frame.scale
    return Clustering(
      codebook: Codebook(codebook, metric: options.metric), codes: codes, counts: counts,
      inertia: inertia ?? run.inertia / scale / scale, distortion: run.distortion,
      iterations: run.iterations, outcome: run.outcome, restart: run.restart,
      effort: run.effort)
  }
}
