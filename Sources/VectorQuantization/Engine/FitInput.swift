/// The input of every phase of a fit: the observations, their weights, the frame and the plan.
struct FitInput<Scalar: VectorScalar>: ~Escapable, Sendable {
  let observations: ObservationTiles<Scalar>
  /// One weight for each observation, or `nil` if every weight is 1.
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

  /// The weight of an observation; 1 if there are no weights.
  func weight(_ row: Int) -> Double {
    guard let weights else { return 1 }
    return weights[row]
  }

  /// The weights of a range of rows, or `nil` if there are no weights.
  @_lifetime(copy self)
  func weights(of rows: Range<Int>) -> Span<Double>? {
    guard let weights else { return nil }
    return weights.extracting(rows)
  }
}
