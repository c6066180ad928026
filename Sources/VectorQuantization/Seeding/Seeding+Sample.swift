extension Seeding {
  /// Chooses among a sample of the observations, as `initialization` says.
  ///
  /// k-means++ keeps 12 bytes an observation and pairs besides, and looks at all of them in dozens of
  /// passes. With very many, a sample with dozens for each cluster has the same heaps, and costs neither.
  /// From each of as many stretches of equal length one observation is drawn.
  ///
  /// - Returns: `nil` if there are too few of positive weight among those drawn.
  func sampled(
    by initialization: KMeans.Initialization, using generator: inout Xoshiro256
  ) -> Start<Scalar>? {
    let (n, count) = (plan.rowCount, sampleCount)
    let numbers = (0..<count).map { position in
      let (start, end) = (position * n / count, (position + 1) * n / count)
      return start + generator.integer(below: end - start)
    }
    // Weights of 1 are those of none.
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

  /// The observations in a sample: enough for each cluster, and 16 MB of `Float` or less if they do.
  private var sampleCount: Int {
    min(
      plan.rowCount,
      max(64 * plan.clusterCount, min(1 << 18, (1 << 22) / max(1, plan.featureCount))))
  }
}
