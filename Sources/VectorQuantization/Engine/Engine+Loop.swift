/// The loop: each pass does one step of every active run.
extension Engine {
  /// Runs every run of a wave to its end.
  ///
  /// - Parameters:
  ///   - runs: The runs with their starting centroids. Afterwards their statistics belong to their
  ///     final centroids, unless the caller stopped them or there is only one run.
  ///   - assigner: The algorithm.
  ///   - keeper: Makes checkpoints, if they are requested.
  /// - Throws: ``ClusteringError/emptyCluster(code:iteration:)`` if the rule for empty clusters is
  ///   `fail`.
  /// - Returns: Whether to continue with the next wave: false if the caller stopped the fit.
  func advance<Algorithm: Assigner<Scalar> & ~Copyable>(
    _ runs: inout Runs<Scalar>, by assigner: inout Algorithm,
    keeper: inout CheckpointKeeper<Scalar>?
  ) throws(ClusteringError) -> Bool {
    for run in runs.all where !run.isResumed && report(.seeding, of: run) == .stop {
      runs.stop()
      return false
    }
    while true {
      let active = runs.active
      if active.isEmpty { return true }
      if try step(active, &runs, by: &assigner) == .stop {
        runs.stop()
        keeper?.saveLast()
        return false
      }
      if keeper != nil, let next = runs.active.first {
        let keepsSums = update(after: runs.all[next], runs.codes) == .moves
        keeper?.note(runs, keepsSums: keepsSums)
      }
    }
  }

  /// Does one step of the active runs.
  ///
  /// Returns `.stop` if the caller stopped the fit.
  private func step<Algorithm: Assigner<Scalar> & ~Copyable>(
    _ active: [Int], _ runs: inout Runs<Scalar>, by assigner: inout Algorithm
  ) throws(ClusteringError) -> KMeans.Continuation {
    if execution.isStopped { return .stop }
    let pass = pass(for: active, runs)
    if runs.codes.areCurrent {
      assigner.adopt(runs.codes, execution)
      pass.run(by: GivenCodes(), &runs.wave, &runs.codes)
    } else {
      let efforts = assigner.assign(pass, &runs.wave, &runs.codes)
      for (index, effort) in zip(active, efforts) { runs.all[index].effort.add(effort) }
    }
    if execution.isStopped { return .stop }
    var answer = KMeans.Continuation.proceed
    for index in active where try take(index, &runs, measured: pass.measures) == .stop {
      answer = .stop
    }
    return answer
  }

  /// The pass that the next step of the active runs needs.
  @_lifetime(copy self)
  private func pass(for active: [Int], _ runs: borrowing Runs<Scalar>) -> Pass<Scalar> {
    var pass = Pass(input, execution)
    pass.readWindow = options.resources.readWindow
    pass.slots = active.map { runs.all[$0].slot }
    pass.finalSlots = active.filter { isFinal(runs.all[$0]) }.map { runs.all[$0].slot }
    if active.contains(where: { runs.all[$0].stage == .iterating }) {
      pass.sums = update(after: runs.all[active[0]], runs.codes)
    }
    pass.measures = measuresAlways || !pass.finalSlots.isEmpty
    return pass
  }

  /// Returns whether the codes and statistics of a run's next step may be returned to the caller.
  ///
  /// Such codes, and statistics that choose between restarts, must come from a search, so that they
  /// are the same for every algorithm.
  private func isFinal(_ run: Run) -> Bool {
    run.stage == .finishing
      || (keepsLastAssignment && run.iterations + 1 == options.maximumIterations)
  }

  /// Whether every pass measures distances, not only the last one.
  private var measuresAlways: Bool { convergence.needsDistortion || onIteration != nil }

  /// Returns what a pass does for the sums of its runs.
  ///
  /// If codes are kept, there is one run.
  ///
  /// Whether codes are kept is up to the algorithm, and must not influence the sums. Restarts that
  /// advance together keep no codes, so the sums of a restart are never updated from moved rows.
  private func update(after run: Run, _ codes: borrowing Codes) -> SumsUpdate {
    guard codes.areKept, options.restarts == 1 || input.plan.sumsByCode else { return .whole }
    return .next(
      after: run, movedCount: codes.movedCount, rowCount: input.plan.rowCount,
      isWeighted: input.weights != nil)
  }

  /// Takes the results of a pass for one run, and moves its centroids.
  private func take(
    _ index: Int, _ runs: inout Runs<Scalar>, measured: Bool
  ) throws(ClusteringError) -> KMeans.Continuation {
    var run = runs.all[index]
    defer { runs.all[index] = run }
    let lastDistortion = run.distortion
    if measured {
      let figures = runs.wave.figures.merged(slot: run.slot)
      run.inertia = figures.inertia
      run.distortion = figures.distances / totalWeight / input.frame.scale
    }
    if run.stage == .finishing {
      run.stage = .done
      return report(.finishing, of: run)
    }

    let before = run
    run.iterations += 1
    run.iterationsOfMoves = runs.wave.update == .moves ? run.iterationsOfMoves + 1 : 0
    let empty = runs.wave.reduceSums(run.slot)
    if !empty.isEmpty { run.effort.emptyIterations += 1 }
    // Codes kept before the first iteration do not belong to this run.
    let knowsMoves = runs.codes.areKept && runs.usesCodes && run.iterations > 1
    runs.codes.movedCount = knowsMoves ? runs.wave.movedCount : nil
    if runs.keepsPrevious { runs.previousCentroids = runs.wave.codebooks.matrix(run.slot) }
    let dropped = try repair(empty, &runs, of: run)
    if !empty.isEmpty, execution.isStopped {
      // The sums were cut short and match no codes, so undo the iteration.
      run = before
      return .stop
    }
    let (shift, isFixed) = runs.wave.moveCentroids(run.slot)
    if !dropped.isEmpty {
      runs.wave.codebooks.drop(dropped, slot: run.slot)
      runs.codes.movedCount = nil
    }
    var step = Convergence.Step(
      iteration: run.iterations, shift: shift, hasMoved: !isFixed, hasDropped: !dropped.isEmpty)
    (step.lastDistortion, step.distortion) = (lastDistortion, run.distortion)
    decide(&run, step, &runs, isMeasured: measured && runs.usesCodes)
    let scale = input.frame.scale
    let answer = report(
      .iterating, of: run, shift: shift / scale / scale, movedCount: runs.codes.movedCount)
    let hasEnded = run.stage == .done && options.restarts > 1
    return hasEnded && answer == .proceed ? report(.finishing, of: run) : answer
  }

  /// Decides whether a run continues.
  ///
  /// If it ends, rounds its centroids to the scalar type.
  private func decide(
    _ run: inout Run, _ step: Convergence.Step, _ runs: inout Runs<Scalar>, isMeasured: Bool
  ) {
    guard let outcome = convergence.outcome(of: step) else { return }
    run.outcome = outcome
    let isExact = runs.wave.codebooks.round(run.slot)
    // If the centroids did not move and a search measured them, the statistics are final. A single
    // run is measured by the assignment that finds its final codes.
    let isMeasured = step.isFixed && isExact && isMeasured
    run.stage = options.restarts == 1 || isMeasured ? .done : .finishing
  }

  func report(
    _ phase: KMeans.Progress.Phase, of run: Run, shift: Double? = nil, movedCount: Int? = nil
  ) -> KMeans.Continuation {
    guard let onIteration else { return .proceed }
    let scale = input.frame.scale
    return onIteration(
      KMeans.Progress(
        phase: phase, restart: run.restart, iteration: run.iterations,
        inertia: phase == .seeding ? nil : run.inertia / scale / scale,
        distortion: phase == .seeding ? nil : run.distortion, centroidShift: shift,
        movedCount: movedCount))
  }
}
