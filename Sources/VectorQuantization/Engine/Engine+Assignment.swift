extension Engine {
  /// Assigns every observation for each run in `slots`, by whatever looks at least of them.
  ///
  /// - Parameters:
  ///   - pass: What is to be done besides.
  ///   - wave: The runs.
  ///   - slots: Those to work on.
  ///   - codes: As for a pass.
  ///   - pruning: What is kept between passes of a single run, if the algorithm prunes.
  func assign(
    by pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, slots: [Int], codes: inout [Int32],
    pruning: inout Pruning<Scalar>?
  ) {
    var distances: [Scalar] = []
    let margin = wave.pack(slots: slots, frame: pass.frame, kernels: pass.kernels)
    if var kept = pruning.take() {
      // What is said of all other centroids would not hold for those that a search passes over.
      if !wave.hidesCentroids {
        kept.prepare(
          for: wave.loans().codebook(slots[0]), pass, codes: codes, workspaces: workspaces)
        kept.run(
          pass, margin: margin, &wave, slot: slots[0], codes: &codes, workspaces: workspaces,
          stop: stop)
        pruning = consume kept
        return
      }
      kept.forget(keepsCodes: true)
      pruning = consume kept
    }
    _ = pass.run(
      by: Lloyd(), margin: margin, &wave, slots: slots, codes: &codes, distances: &distances,
      workspaces: workspaces, stop: stop)
  }
}
