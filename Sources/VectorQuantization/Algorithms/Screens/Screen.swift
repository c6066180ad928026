/// A screen for one fit: every observation's projection on as many directions as pay.
struct Screen: Sendable {
  let projection: Projection
  /// What a search through the screen costs, as a share of a dense one's; a guess from a sample.
  let cost: Double

  var directionCount: Int { projection.subspace.directionCount }

  /// Puts up the screen that a trial found to be the cheapest.
  init<Scalar: VectorScalar>(of pass: Pass<Scalar>, by trial: RankTrial) {
    cost = trial.choice.cost
    projection = Projection(
      of: pass.input.observations, on: trial.subspace.leading(trial.choice.directionCount),
      frame: pass.input.frame, pass.execution.team)
  }
}
