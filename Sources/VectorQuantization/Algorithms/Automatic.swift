/// Chooses between a dense search and pruning for each pass, by the time that passes took.
///
/// Codes are the same either way, so the choice may depend on the clock.
struct Automatic<Scalar: VectorScalar>: ~Copyable, Assigner {
  private var dense = Lloyd<Scalar>()
  private var bounded: BoundsPruning<Scalar>
  private var policy: PruningPolicy

  static var traits: AlgorithmTraits { AlgorithmTraits(keepsBounds: true, rowBytes: 8) }
  var sharesPasses: Bool { false }

  init?(
    _ input: borrowing FitInput<Scalar>, _ execution: Execution<Scalar>, _ options: KMeans
  ) {
    let plan = input.plan
    bounded = BoundsPruning(
      plan, execution.kernels, stages: [.neighbours, .screen],
      screens: ScreenKeeper(input, kernels: execution.kernels, options, isAutomatic: true))
    policy = PruningPolicy(
      isAutomatic: true, clusterCount: plan.clusterCount, featureCount: plan.featureCount,
      denseTimeShare: execution.kernels.denseTimeShare(plan))
  }

  mutating func assign(
    _ pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) -> [PassEffort] {
    let begin = ContinuousClock.now
    wave.codebooks.pack(pass.slots, by: pass.execution.team)
    // Searches skip hidden centroids, so bounds on all other centroids would not hold.
    guard !wave.codebooks.hidesCentroids,
      policy.prunes(movedCount: codes.movedCount, of: wave.plan.rowCount)
    else {
      bounded.forgetBounds()
      pass.run(by: dense, &wave, &codes)
      policy.noteDense(ContinuousClock.now - begin)
      return dense.efforts(of: pass, wave)
    }
    bounded.prepare(pass, wave, codes)
    let searchBegin = ContinuousClock.now
    let efforts = bounded.run(pass, &wave, &codes)
    let end = ContinuousClock.now
    if bounded.bounds.wereKnown {
      policy.notePruned(end - begin)
    } else if bounded.counts.dense > wave.plan.rowCount / 2 {
      // It was in effect a dense search that also wrote bounds.
      policy.noteDense(end - searchBegin)
    }
    return efforts
  }

  mutating func forget() { bounded.forget() }
}
