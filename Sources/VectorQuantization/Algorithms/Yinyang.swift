/// Keeps a lower bound per group of centroids, and searches only groups whose bound fails.
///
/// Y. Ding et al., "Yinyang k-means", ICML 2015, in a dense form: each group is a codebook, and all
/// rows of a tile whose bound fails for a group are searched in one batch. Invariant between
/// passes: an observation's upper bound is at least the distance to the centroid of its code. The
/// lower bound of a group is at most the distance to any other centroid of the group.
struct Yinyang<Scalar: VectorScalar>: ~Copyable, Sendable, Assigner {
  private let plan: TilePlan
  private(set) var bounds: ObservationBounds<Scalar>
  private(set) var groups: CentroidGroups<Scalar>
  /// Whether there are codes of an earlier pass to start from.
  private(set) var continues = false

  static var traits: AlgorithmTraits { AlgorithmTraits(keepsBounds: true, rowBytes: 52) }
  var sharesPasses: Bool { false }

  init?(
    _ input: borrowing FitInput<Scalar>, _ execution: Execution<Scalar>, _ options: KMeans
  ) {
    plan = input.plan
    // As many groups as have a panel of centroids each (at least 4), while all bounds of an
    // observation fit in 64 bytes.
    let count = max(4, min(12, plan.clusterCount / PackedPanel.width / 4 * 4))
    groups = CentroidGroups(
      count: count, clusterCount: plan.clusterCount, featureCount: plan.featureCount)
    bounds = ObservationBounds(plan: plan, lowersPerRow: count)
  }

  mutating func forget() { bounds.forget() }

  mutating func assign(
    _ pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) -> [PassEffort] {
    wave.codebooks.pack(pass.slots, by: pass.execution.team)
    // Searches skip hidden centroids, so bounds on all other centroids would not hold.
    if wave.codebooks.hidesCentroids {
      bounds.forget()
      var dense = Lloyd<Scalar>()
      return dense.assign(pass, &wave, &codes)
    }
    prepare(for: wave.codebooks.packed(pass.slots[0]), codes, pass)
    pass.run(by: self, &wave, &codes)
    let counts = pass.execution.collectCounts()
    let k = Double(wave.codebooks.clusterCounts[pass.slots[0]])
    return [
      PassEffort(
        algorithm: .yinyang, distanceCount: counts.distanceCount(clusterCount: k),
        fullDistanceCount: Double(plan.rowCount) * k)
    ]
  }

  private mutating func prepare(
    for codebook: PackedCodebook<Scalar>, _ codes: borrowing Codes, _ pass: Pass<Scalar>
  ) {
    continues = codes.areThose(of: codebook.clusterCount)
    if !continues { bounds.forget() }
    bounds.follow(codebook, rowCount: plan.rowCount)
    if !groups.isDivided(codebook.clusterCount) { groups.divide(codebook.centroids) }
    if bounds.areKnown { groups.follow(bounds.drift.moves) } else { groups.restart() }
    groups.pack(codebook, frame: pass.input.frame, kernels: pass.execution.kernels)
    bounds.expect()
  }
}
