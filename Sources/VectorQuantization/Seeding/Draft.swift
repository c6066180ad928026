/// A proposed centroid: an observation, drawn by its share of the potential.
struct Proposal {
  let row: Int
  /// Its squared distance from the nearest centroid when it was drawn.
  var squared: Double
}

/// A start in the making: what is chosen, and the memory to choose more.
struct Draft<Scalar: VectorScalar>: ~Copyable {
  /// Tiles and chunks of the observations; chunks are many, since no sums of features are kept.
  let plan: TilePlan
  var potential: Potential
  /// The observations chosen, in order.
  var chosen: [Int] = []
  /// Proposals drawn and not yet used, in the order drawn.
  var pool: [Proposal] = []
  /// How many pairs a proposal is expected to have.
  var density: Double
  var lists = ProposalLists()
  /// One a chunk.
  let chunks: [Shared<ChunkProposalLists>]
  /// One a worker.
  let workspaces: [Shared<SeedingWorkspace<Scalar>>]

  /// The most proposals that are looked at in one pass.
  let poolLimit: Int

  /// So many proposals keep the dense kernel busy beside the packing of the rows; of more, more would
  /// be rejected.
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
