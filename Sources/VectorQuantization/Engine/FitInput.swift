/// What every phase of a fit reads: the observations, their weights, the frame and the plan.
struct FitInput<Scalar: VectorScalar>: ~Escapable, Sendable {
  let observations: ObservationTiles<Scalar>
  /// One an observation, or `nil` for 1 each.
  let weights: Span<Double>?
  let frame: Frame<Scalar>
  let plan: TilePlan
  let metric: KMeans.Metric

  @_lifetime(copy observations, copy weights)
  init(
    _ observations: ObservationTiles<Scalar>, weights: Span<Double>?, frame: Frame<Scalar>,
    plan: TilePlan, metric: KMeans.Metric = .euclidean
  ) {
    self.observations = observations
    self.weights = weights
    self.frame = frame
    self.plan = plan
    self.metric = metric
  }

  /// The weight of an observation: 1 without weights.
  func weight(_ row: Int) -> Double {
    guard let weights else { return 1 }
    return weights[row]
  }

  /// The weights of some observations, if there are any.
  @_lifetime(copy self)
  func weights(of rows: Range<Int>) -> Span<Double>? {
    guard let weights else { return nil }
    return weights.extracting(rows)
  }
}
