/// Chooses between a dense search and pruning for each tile, by the time that tiles took.
///
/// Codes are the same either way, so the choice may depend on the clock.
struct Automatic<Scalar: VectorScalar>: ~Copyable, Assigner {
  private var search: BoundsPruning<Scalar>

  static var traits: AlgorithmTraits { AlgorithmTraits(keepsBounds: true, rowBytes: 8) }
  var sharesPasses: Bool { false }

  init?(
    _ input: borrowing FitInput<Scalar>, _ execution: Execution<Scalar>, _ options: KMeans
  ) {
    let plan = input.plan
    let rowCost = PruningPolicy.rowCost(
      clusterCount: plan.clusterCount, featureCount: plan.featureCount)
    search = BoundsPruning(
      plan, execution.kernels, stages: [.neighbours, .screen],
      screens: ScreenKeeper(input, kernels: execution.kernels, options, isAutomatic: true),
      choice: PruningChoice(
        rowCost: rowCost * execution.kernels.denseTimeShare(plan), of: plan,
        workers: execution.workers))
  }

  mutating func assign(
    _ pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) -> [PassEffort] {
    search.assign(pass, &wave, &codes)
  }

  mutating func forget() { search.forget() }
}
