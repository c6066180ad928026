/// A proposed centroid: an observation, drawn with a probability proportional to its share of the
/// potential.
struct Proposal {
  let row: Int
  /// Its squared distance from the nearest centroid, at the time it was drawn.
  var squared: Double
}

/// An unfinished start: the observations chosen so far, and the memory to choose more.
struct Draft<Scalar: VectorScalar>: ~Copyable {
  /// Tiles and chunks of the observations.
  ///
  /// There are many chunks, because seeding keeps no sums of features.
  let plan: TilePlan
  var potential: Potential
  /// The chosen observations, in order.
  var chosen: [Int] = []
  /// Proposals that were drawn but not used yet, in the order of the draws.
  var pool: [Proposal] = []
  /// The expected number of pairs for each proposal.
  ///
  /// A pair is a proposal and an observation that is nearer to it than to any chosen centroid.
  var density: Double
  var lists = ProposalLists()
  /// One for each chunk.
  let chunks: [Shared<ChunkProposalLists>]
  /// One for each worker.
  let workspaces: [Shared<SeedingWorkspace<Scalar>>]

  /// The maximum number of proposals in one pass.
  let poolLimit: Int

  /// Enough proposals to keep the dense kernel busy in addition to packing the rows.
  ///
  /// Of a larger pool, more proposals would be rejected.
  static var maximumPool: Int { 256 }

  init(_ seeding: borrowing Seeding<Scalar>, poolLimit limit: Int = maximumPool) {
    let shape = seeding.plan
    let plan = TilePlan(
      rowCount: shape.rowCount, featureCount: shape.featureCount, clusterCount: 1,
      scalarSize: MemoryLayout<Scalar>.size
    ).withoutSums
    let kernels = seeding.kernels
    self.plan = plan
    poolLimit = limit
    potential = Potential(plan: plan)
    density = Double(shape.rowCount)
    chunks = (0..<plan.chunkCount).map { _ in Shared(ChunkProposalLists()) }
    workspaces = (0..<min(seeding.execution.workers, plan.chunkCount)).map { _ in
      Shared(SeedingWorkspace(kernels: kernels, plan: plan, proposalCount: limit))
    }
  }
}
