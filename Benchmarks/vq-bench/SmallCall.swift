import VectorQuantization

/// A call on a problem so small that the fixed cost dominates.
package enum SmallCall: String, Sendable, CaseIterable {
  /// Assigns observations to a given codebook.
  case vq
  /// Runs ten iterations from given centroids.
  case kmeans2
  /// Runs twenty searches from randomly drawn observations.
  case kmeans
  /// Runs a fit with the defaults of `KMeans`.
  case fit

  /// Calls once, with the preferred kernel set, as a user would.
  func call<Scalar: VectorScalar>(
    on observations: MatrixSpan<Scalar>, from start: Matrix<Scalar>, workers: Int?
  ) throws(ClusteringError) {
    switch self {
    case .vq:
      _ = try VectorQuantization.vq(observations, codebook: start, workers: workers)
    case .kmeans2:
      _ = try VectorQuantization.kmeans2(
        observations, startingFrom: start, iterations: 10, workers: workers)
    case .kmeans:
      _ = try VectorQuantization.kmeans(
        observations, k: start.rowCount, seed: 1, workers: workers)
    case .fit:
      let search = KMeans(clusterCount: start.rowCount, seed: 1, workers: workers)
      _ = try search.fit(observations)
    }
  }

  /// The time of one call in seconds, averaged over enough calls for a reliable measurement.
  func seconds<Scalar: VectorScalar>(
    on observations: MatrixSpan<Scalar>, from start: Matrix<Scalar>, workers: Int?,
    atLeast minimum: Double = 0.05
  ) throws(ClusteringError) -> Double {
    var count = 1
    while true {
      let clock = Stopwatch()
      for _ in 0..<count { try call(on: observations, from: start, workers: workers) }
      let time = clock.seconds
      if time >= minimum { return time / Double(count) }
      count *= 2
    }
  }
}
