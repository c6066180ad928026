extension Engine {
  /// Runs all restarts, in waves that fit memory, and returns the best as a whole clustering.
  ///
  /// The runs of a wave advance together over the same tiles, so a tile is read from memory once for
  /// all of them. How many there are in a wave follows from the size of their partial sums, never
  /// from timing, and has no influence on any of them.
  ///
  /// - Returns: `nil` if the fit was abandoned.
  /// - Throws: ``ClusteringError/stoppedWhileSeeding`` if it was stopped before there was anything.
  func best(
    seeding: Seeding<Scalar>, starts: [Matrix<Scalar>], plan: TilePlan,
    checkpointing: Checkpointing<Scalar>?, problem: ProblemFingerprint?
  ) throws(ClusteringError) -> Clustering<Scalar>? {
    let isWeighted = pass.weights != nil
    let slotBytes = plan.partialSumBytes + 4 * plan.clusterCount * plan.featureCount * 8
    let affordable = max(1, Self.waveBytes / slotBytes)
    // Sums by code need the codes of the run, which are kept for one.
    let advancesAlone = plan.sumsByCode || algorithm.prunes
    let slotCount = advancesAlone ? 1 : min(options.restarts, affordable)
    var wave = Wave<Scalar>(
      plan: plan, slotCount: slotCount, isWeighted: isWeighted, workers: workspaces.count)
    // A single run keeps the codes of each pass, which spares relocation a search.
    let keepsCodes =
      sorted == nil
      ? advancesAlone || options.restarts == 1 : keepsLastAssignment
    var pruning =
      algorithm.prunes && filtered == nil && plan.clusterCount > 1
      ? Pruning(
        plan: plan, kernels: pass.kernels, algorithm: algorithm,
        memoryLimit: options.memoryLimit(rowCount: plan.rowCount)) : nil
    var codes: [Int32] = []
    let resumed = checkpointing?.resuming
    let seed = resumed?.seed ?? options.seed ?? .drawnBySystem()
    var keeper: CheckpointKeeper<Scalar>? = nil
    if let checkpointing, let problem {
      keeper = CheckpointKeeper(checkpointing, problem: problem, seed: seed)
    }

    var best = resumed?.best.map { (run: $0.run.run(slot: 0), codebook: $0.centroids) }
    var first = resumed?.firstRestart ?? 0
    var goesOn = true
    while goesOn && first < options.restarts {
      var runs: [Run] = []
      var knowsCodes = false
      for restart in first..<min(first + slotCount, options.restarts) {
        if let entry = resumed?.entries.first(where: { $0.run.restart == restart }) {
          if keepsCodes && codes.isEmpty { codes = Array(repeating: 0, count: plan.rowCount) }
          runs.append(entry.run.run(slot: runs.count))
          wave.setCodebook(restart - first, entry.centroids)
          continue
        }
        var generator = Xoshiro256(seed: seed, restart: restart)
        let start =
          starts.isEmpty
          ? seeding.start(by: options.initialization, using: &generator)
          : Start(centroids: starts[restart])
        if let stop, stop.isRaised { break }
        if options.restarts == 1, sorted == nil, let known = start.codes {
          codes = known
          knowsCodes = true
        } else if keepsCodes && codes.isEmpty {
          codes = Array(repeating: 0, count: plan.rowCount)
        }
        runs.append(Run(restart: restart, slot: runs.count))
        wave.setCodebook(restart - first, start.centroids)
      }
      if let stop, stop.isRaised, runs.isEmpty { break }
      pruning?.forget(keepsCodes: knowsCodes)
      keeper?.firstRestart = first
      keeper?.best = best.map { Checkpoint.Entry(run: RunState($0.run), centroids: $0.codebook) }
      goesOn = try advance(
        &wave, &runs, codes: &codes, pruning: &pruning, keeper: &keeper, knowsCodes: knowsCodes)
      if let stop, stop.isAbandoned { return nil }
      for run in runs where best.map({ run.isBetter(than: $0.run, by: options.preference) }) ?? true
      {
        best = (run, wave.codebook(run.slot))
      }
      first += slotCount
    }
    guard let best else {
      if let stop, stop.isAbandoned { return nil }
      throw starts.isEmpty ? .stoppedWhileSeeding : .stopped
    }
    let keptLast = keepsLastAssignment && best.run.iterations == options.maximumIterations
    if keptLast { return clustering(best.run, best.codebook, codes: codes) }
    // Bounds are those of the run that ended last, or of a pass that did not come to its end.
    let isStopped = stop.map(\.isRaised) ?? false
    if options.restarts > 1 || isStopped { pruning?.forget(keepsCodes: false) }
    stop?.seal()
    return finalAssignment(
      best.run, best.codebook, &wave, &codes, &pruning, filtered: isStopped ? nil : filtered)
  }

  /// The runs of a wave take at most this many bytes, unless one run takes more.
  private static var waveBytes: Int { 32 << 20 }

  /// Assigns every observation to the codebook that a run ended with.
  private func finalAssignment(
    _ run: Run, _ codebook: Matrix<Scalar>, _ wave: inout Wave<Scalar>, _ codes: inout [Int32],
    _ pruning: inout Pruning<Scalar>?, filtered: Shared<FilteredObservations<Scalar>>?
  ) -> Clustering<Scalar>? {
    var run = run
    if codes.isEmpty { codes = Array(repeating: 0, count: pass.observations.rowCount) }
    wave.setCodebook(0, codebook)
    var pass = pass
    pass.measures = true
    if let filtered {
      run.effort.add(filter(filtered, &wave, codes: &codes, knowsCodes: false, pass: pass))
    } else {
      run.effort.add(
        assign(
          by: pass, &wave, slots: [0], codes: &codes, movedCount: run.movedCount,
          pruning: &pruning))
    }
    if let stop, stop.isAbandoned { return nil }
    let figures = wave.reduceFigures(0)
    run.inertia = figures.inertia
    run.distortion = figures.distances / totalWeight / pass.frame.scale
    // Each of several restarts had its own.
    if options.restarts == 1 { _ = report(.finishing, of: run) }
    // Squares that were scaled down for the sake of a few far observations may have vanished.
    if pass.frame.scale < 1, figures.inertia < 0x1p-900 {
      let found = pass.figures(to: codebook, codes: codes, workers: workspaces.count)
      run.distortion = found.distances / totalWeight
      return clustering(run, codebook, codes: codes, inertia: found.inertia)
    }
    return clustering(run, codebook, codes: codes)
  }

  private func clustering(
    _ run: Run, _ codebook: Matrix<Scalar>, codes: [Int32], inertia: Double? = nil
  ) -> Clustering<Scalar> {
    var counts = [Int](repeating: 0, count: codebook.rowCount)
    for code in codes { counts[Int(code)] += 1 }
    let scale = pass.frame.scale
    return Clustering(
      codebook: Codebook(codebook), codes: codes, counts: counts,
      inertia: inertia ?? run.inertia / scale / scale, distortion: run.distortion,
      iterations: run.iterations, outcome: run.outcome, restart: run.restart,
      effort: run.effort)
  }
}

extension UInt64 {
  /// A seed that nobody can foresee.
  static func drawnBySystem() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }
}
