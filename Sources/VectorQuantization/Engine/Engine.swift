/// The one iteration loop: assign, add up, merge, move, decide, for every run of a wave at once.
///
/// An algorithm is the pass's strategy, or sorted or filtered observations that stand in for the pass;
/// seeding, empty clusters, stopping and restarts are the same for all of them.
struct Engine<Scalar: VectorScalar>: ~Escapable {
  let options: KMeans
  let pass: Pass<Scalar>
  /// The algorithm that was chosen.
  let algorithm: KMeans.Algorithm
  /// What iterations add up in place of a pass, if the algorithm is ``KMeans/Algorithm/sorted``.
  let sorted: SortedObservations<Scalar>?
  /// What assigns in place of a pass, one run at a time, if the algorithm is
  /// ``KMeans/Algorithm/filtering``.
  let filtered: Shared<FilteredObservations<Scalar>>?
  let workspaces: [Workspace<Scalar>]
  /// The mean of the features' variances, scaled.
  let meanVariance: Double
  /// The sum of the weights: the number of observations, without weights.
  let totalWeight: Double
  /// Whether the codes returned are those of the last pass, in place of a pass after it.
  let keepsLastAssignment: Bool
  let stop: StopFlag?
  let onIteration: (@Sendable (KMeans.Progress) -> KMeans.Continuation)?

  @_lifetime(copy pass)
  init(
    options: KMeans, pass: consuming Pass<Scalar>, algorithm: KMeans.Algorithm,
    sorted: SortedObservations<Scalar>?, filtered: Shared<FilteredObservations<Scalar>>?,
    workspaces: [Workspace<Scalar>], meanVariance: Double,
    totalWeight: Double, keepsLastAssignment: Bool, stop: StopFlag?,
    onIteration: (@Sendable (KMeans.Progress) -> KMeans.Continuation)?
  ) {
    self.options = options
    self.pass = pass
    self.algorithm = algorithm
    self.sorted = sorted
    self.filtered = filtered
    self.workspaces = workspaces
    self.meanVariance = meanVariance
    self.totalWeight = totalWeight
    self.keepsLastAssignment = keepsLastAssignment
    self.stop = stop
    self.onIteration = onIteration
  }

  /// Runs every run of `wave` to its end.
  ///
  /// - Parameters:
  ///   - wave: The runs' memory, their starting centroids set.
  ///   - runs: The runs; their figures are those of the centroids they end with, unless the caller
  ///     stopped them or there is only one.
  ///   - codes: Receives the codes of each pass, and keeps those of the last; empty unless there is
  ///     a single run. Sorted observations give no codes.
  ///   - pruning: What is kept between passes of a single run, if the algorithm prunes.
  ///   - keeper: Makes checkpoints, if any are wanted.
  ///   - knowsCodes: Whether `codes` are already those of the starting centroids, so that the first
  ///     pass need not search; for a single run.
  /// - Throws: ``ClusteringError/emptyCluster(code:iteration:)`` under that rule.
  /// - Returns: Whether to go on with further waves: false if the caller stopped the fit.
  func advance(
    _ wave: inout Wave<Scalar>, _ runs: inout [Run], codes: inout [Int32],
    pruning: inout Pruning<Scalar>?, keeper: inout CheckpointKeeper<Scalar>?, knowsCodes: Bool
  ) throws(ClusteringError) -> Bool {
    var knowsCodes = knowsCodes
    for run in runs where !run.isResumed && report(.seeding, of: run) == .stop {
      for index in runs.indices { runs[index].outcome = .stoppedByCaller }
      return false
    }
    while true {
      let active = runs.indices.filter { runs[$0].stage != .done }
      if active.isEmpty { return true }

      let passing = active.filter { needsPass(runs[$0]) }
      var pass = pass
      let iterates = passing.contains { runs[$0].stage == .iterating }
      pass.sums =
        iterates ? update(after: runs[passing[0]], keepsCodes: !codes.isEmpty, wave.plan) : .none
      pass.measures =
        measuresAlways
        || active.contains { runs[$0].stage == .finishing || keepsCodes(ofNext: runs[$0]) }
      if let sorted {
        sorted.run(
          &wave, slots: active.filter { !passing.contains($0) }.map { runs[$0].slot },
          measures: pass.measures, stop: stop)
        for index in active where !passing.contains(index) {
          let pairs = pass.observations.rowCount * wave.clusterCounts[runs[index].slot]
          runs[index].effort.add(
            PassEffort(algorithm: .sorted, distanceCount: 0, fullDistanceCount: Double(pairs)))
        }
      }
      if let filtered {
        let effort = filter(
          filtered, &wave, codes: &codes, knowsCodes: knowsCodes, pass: pass)
        for index in passing { runs[index].effort.add(effort) }
        knowsCodes = false
      } else if knowsCodes {
        pass.addUp(&wave, slot: runs[0].slot, codes: codes, workspaces: workspaces, stop: stop)
        knowsCodes = false
      } else if !passing.isEmpty {
        let effort = assign(
          by: pass, &wave, slots: passing.map { runs[$0].slot }, codes: &codes,
          movedCount: runs[passing[0]].movedCount, pruning: &pruning)
        for index in passing { runs[index].effort.add(effort) }
      }
      if let stop, stop.isRaised {
        for index in active { runs[index].outcome = .stoppedByCaller }
        keeper?.saveLast()
        return false
      }

      var isStopped = false
      for index in active {
        let answer = try take(
          &runs[index], &wave, passing.contains(index) ? pass.sums : .none,
          measured: pass.measures, codes: sorted == nil ? codes : [])
        if answer == .stop {
          isStopped = true
        }
      }
      if isStopped {
        for index in active where runs[index].stage != .done {
          runs[index].outcome = .stoppedByCaller
        }
        keeper?.saveLast()
        return false
      }
      if keeper != nil, canGoOn(runs, keepsCodes: !codes.isEmpty, wave.plan) {
        keeper?.note(runs, wave)
      }
    }
  }

  /// Whether runs could go on from their centroids alone: there is something left to do, for which no
  /// sums are wanted that were kept.
  private func canGoOn(_ runs: [Run], keepsCodes: Bool, _ plan: TilePlan) -> Bool {
    let active = runs.filter { $0.stage != .done }
    return !active.isEmpty
      && active.allSatisfy { update(after: $0, keepsCodes: keepsCodes, plan) == .whole }
  }

  /// Whether the next step of a run takes a pass over the observations.
  ///
  /// Figures that decide between restarts, and codes that are returned, are those of a pass, so that
  /// they are the same for every algorithm.
  private func needsPass(_ run: Run) -> Bool {
    sorted == nil || run.stage == .finishing || keepsCodes(ofNext: run)
  }

  /// Whether the codes and figures of a run's next step may be those returned.
  private func keepsCodes(ofNext run: Run) -> Bool {
    keepsLastAssignment && run.iterations + 1 == options.maximumIterations
  }

  /// Whether every pass measures distances, and not only a last one.
  private var measuresAlways: Bool {
    if case .distortionChange = options.stopping { return true }
    return onIteration != nil
  }

  /// What a pass does for the sums of its runs, of which there is one if codes are kept.
  ///
  /// Whether codes are kept is the algorithm's affair, and must not show in the sums: restarts that
  /// advance together keep none, so that no restart's sums are formed from what moved.
  private func update(after run: Run, keepsCodes: Bool, _ plan: TilePlan) -> SumsUpdate {
    guard keepsCodes, options.restarts == 1 || plan.sumsByCode else { return .whole }
    return .next(
      after: run, rowCount: pass.observations.rowCount, isWeighted: pass.weights != nil)
  }

  /// Takes in what a pass found for one run.
  private func take(
    _ run: inout Run, _ wave: inout Wave<Scalar>, _ update: SumsUpdate, measured: Bool,
    codes: [Int32]
  ) throws(ClusteringError) -> KMeans.Continuation {
    let lastDistortion = run.distortion
    if measured {
      let figures = wave.reduceFigures(run.slot)
      run.inertia = figures.inertia
      run.distortion = figures.distances / totalWeight / pass.frame.scale
    }
    if run.stage == .finishing {
      run.stage = .done
      return report(.finishing, of: run)
    }

    run.iterations += 1
    let empty = wave.reduceSums(run.slot, update)
    if !empty.isEmpty { run.effort.emptyIterations += 1 }
    // What codes were kept before the first iteration is no matter of this run.
    run.movedCount = codes.isEmpty || run.iterations == 1 ? nil : wave.movedCount
    run.iterationsOfMoves = update == .moves ? run.iterationsOfMoves + 1 : 0
    let dropped = try repair(empty, &wave, of: &run, codes: codes)
    var (shift, isFixed) = wave.moveCentroids(run.slot, frame: pass.frame)
    if !dropped.isEmpty {
      wave.drop(run.slot, codes: dropped)
      run.movedCount = nil
      isFixed = false
    }
    decide(&run, lastDistortion: lastDistortion, shift: shift, isFixed: isFixed, measured: measured)
    let scale = pass.frame.scale
    let answer = report(.iterating, of: run, shift: shift / scale / scale)
    let hasEnded = run.stage == .done && options.restarts > 1
    return hasEnded && answer == .proceed ? report(.finishing, of: run) : answer
  }

  /// Whether a run goes on.
  private func decide(
    _ run: inout Run, lastDistortion: Double, shift: Double, isFixed: Bool, measured: Bool
  ) {
    let isConverged =
      switch options.stopping {
      case .distortionChange(let limit): abs(lastDistortion - run.distortion) <= limit
      case .centroidShift(let share): shift <= share * meanVariance
      case .never: false
      }
    if isFixed || isConverged {
      run.outcome = .converged
    } else if run.iterations < options.maximumIterations {
      return
    }
    // Figures of centroids that did not move are those they end with, if a pass took them. A single
    // run is measured by the assignment that yields its codes.
    let isMeasured = isFixed && measured && sorted == nil
    run.stage = options.restarts == 1 || isMeasured ? .done : .finishing
  }

  func report(
    _ phase: KMeans.Progress.Phase, of run: Run, shift: Double? = nil
  ) -> KMeans.Continuation {
    guard let onIteration else { return .proceed }
    let scale = pass.frame.scale
    return onIteration(
      KMeans.Progress(
        phase: phase, restart: run.restart, iteration: run.iterations,
        inertia: phase == .seeding ? nil : run.inertia / scale / scale,
        distortion: phase == .seeding ? nil : run.distortion, centroidShift: shift,
        movedCount: phase == .iterating ? run.movedCount : nil))
  }
}
