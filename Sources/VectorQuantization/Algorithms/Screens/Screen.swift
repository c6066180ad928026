/// The screen of a fit: the projections of all observations on the best number of directions.
struct Screen: Sendable {
  let projection: Projection
  /// The cost of a search with the screen relative to a dense search, estimated from a sample.
  let cost: Double

  var directionCount: Int { projection.subspace.directionCount }

  /// Creates the screen that was the cheapest in a trial.
  init<Scalar: VectorScalar>(of pass: Pass<Scalar>, by trial: RankTrial) {
    cost = trial.choice.cost
    projection = Projection(
      of: pass.input.observations, on: trial.subspace.leading(trial.choice.directionCount),
      frame: pass.input.frame, pass.execution.team)
  }
}
