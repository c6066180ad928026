import VectorQuantization

extension KMeans {
  /// The starting centroids of a run in the order chosen, and the inertia they leave.
  func start<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, weights: [Double]? = nil, seed: UInt64
  ) throws -> (centroids: Matrix<Scalar>, inertia: Double) {
    var search = self
    search.seed = seed
    // A run that is stopped right after seeding returns its starting centroids.
    let clustering =
      if let weights {
        try search.fit(observations.span, weights: weights) { _ in .stop }
      } else {
        try search.fit(observations.span) { _ in .stop }
      }
    return (clustering.codebook.centroids, clustering.inertia)
  }

  /// A search with the given initialization.
  static func starting(_ initialization: Initialization, clusterCount: Int) -> KMeans {
    return KMeans(clusterCount: clusterCount, initialization: initialization)
  }
}

extension Matrix {
  /// The rows as arrays, to sort, count and compare.
  var rowArrays: [[Scalar]] {
    (0..<rowCount).map { Array(elements[($0 * columnCount)..<(($0 + 1) * columnCount)]) }
  }
}
