extension Seeding {
  /// Chooses centroids from a sample of the observations, by the given initialization.
  ///
  /// k-means++ needs 12 bytes for each observation, memory for pairs, and dozens of passes. If
  /// there are very many observations, a sample with dozens for each cluster shows the same
  /// clusters at a much lower cost. The observations are divided into ranges of equal length, and
  /// one observation is drawn from each.
  ///
  /// - Returns: `nil` if the sample has too few observations of positive weight.
  func sampled(
    by initialization: KMeans.Initialization, using generator: inout Xoshiro256
  ) -> Start<Scalar>? {
    let (n, count) = (plan.rowCount, sampleCount)
    let numbers = (0..<count).map { position in
      let (start, end) = (position * n / count, (position + 1) * n / count)
      return start + generator.integer(below: end - start)
    }
    // Without weights, every weight is 1.
    let sampledWeights = numbers.map { weight($0) }
    guard sampledWeights.count(where: { $0 > 0 }) >= plan.clusterCount else { return nil }
    guard let sample = try? observations.copies(of: numbers, stop: stop) else {
      return start(at: [])
    }
    let sampledPlan = TilePlan.iterating(
      rowCount: count, featureCount: plan.featureCount, clusterCount: plan.clusterCount,
      scalarSize: MemoryLayout<Scalar>.size)
    let seeding = Seeding(
      FitInput(
        ObservationTiles(sample.span), weights: weights == nil ? nil : sampledWeights.span,
        frame: frame, plan: sampledPlan),
      execution, pairLimit: 500_000)
    let start = seeding.start(by: initialization, using: &generator)
    return Start(centroids: start.centroids, rows: start.rows.map { numbers[$0] })
  }

  /// The sample size: 64 for each cluster, or more as long as they take at most 16 MB of `Float`.
  private var sampleCount: Int {
    min(
      plan.rowCount,
      max(64 * plan.clusterCount, min(1 << 18, (1 << 22) / max(1, plan.featureCount))))
  }
}
