extension Engine {
  /// Assigns every observation for each run in `slots`, by whatever looks at least of them.
  ///
  /// - Parameters:
  ///   - pass: What is to be done besides.
  ///   - wave: The runs.
  ///   - slots: Those to work on.
  ///   - codes: As for a pass.
  ///   - movedCount: How many codes the pass before changed, if anybody knows.
  ///   - pruning: What is kept between passes of a single run, if the algorithm prunes.
  /// - Returns: What was done for each run.
  func assign(
    by pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, slots: [Int], codes: inout [Int32],
    movedCount: Int?, pruning: inout Pruning<Scalar>?
  ) -> PassEffort {
    let begin = ContinuousClock.now
    let margin = wave.pack(slots: slots, frame: pass.frame, kernels: pass.kernels)
    let pairCount = Double(pass.observations.rowCount) * Double(wave.clusterCounts[slots[0]])
    if var kept = pruning.take() {
      // What is said of all other centroids would not hold for those that a search passes over.
      if !wave.hidesCentroids, kept.wantsPass(movedCount: movedCount) {
        kept.prepare(
          for: wave.loans().codebook(slots[0]), pass, margin: margin, codes: codes,
          workspaces: workspaces)
        let effort = kept.run(
          pass, margin: margin, &wave, slot: slots[0], codes: &codes, workspaces: workspaces,
          stop: stop)
        kept.note(ContinuousClock.now - begin)
        pruning = consume kept
        return effort
      }
      kept.skipPass(clusterCount: wave.clusterCounts[slots[0]])
      pruning = consume kept
    }
    var distances: [Scalar] = []
    _ = pass.run(
      by: Lloyd(), margin: margin, &wave, slots: slots, codes: &codes, distances: &distances,
      workspaces: workspaces, stop: stop)
    pruning?.noteDense(ContinuousClock.now - begin)
    return PassEffort(algorithm: .lloyd, distanceCount: pairCount, fullDistanceCount: pairCount)
  }
}
