import VectorQuantization

/// Gaussian clusters of standard deviation 1 and unequal sizes, with a known number of clusters.
///
/// The means are at random positions with distances of at least ten, so there is one right answer.
struct Mixture {
  let clusterCount: Int
  let featureCount: Int
  var seed: UInt64 = 1

  /// Mixtures of one, three and eight clusters, with few features and many.
  ///
  /// The seeds of the mixtures of eight are chosen such that the means are spread unevenly. Evenly
  /// spread clusters look like observations without clusters until there are enough centroids. On
  /// them, the gap statistic and X-means end early, because they only compare with the next step.
  static let all =
    [1, 3].flatMap { k in [1, 2, 16].map { Mixture(clusterCount: k, featureCount: $0) } } + [
      Mixture(clusterCount: 8, featureCount: 1, seed: 3),
      Mixture(clusterCount: 8, featureCount: 2, seed: 7),
      Mixture(clusterCount: 8, featureCount: 16, seed: 2),
    ]

  /// Generates observations; the first cluster has a third more than each other one.
  func observations<Scalar: VectorScalar>(_ rowCount: Int, of _: Scalar.Type) -> Matrix<Scalar> {
    var generator = Xoshiro256(seed: seed, restart: 0)
    let means = means(with: &generator)
    return Matrix(rows: rowCount, columns: featureCount) { output in
      for row in 0..<rowCount {
        let cluster = max(0, row % (3 * clusterCount + 1) - 1) % clusterCount
        for mean in means[cluster] { output.append(Scalar(mean + generator.normal())) }
      }
    }
  }

  /// Draws points of a box whose size depends on the number of features, and skips points too near
  /// to another.
  private func means(with generator: inout Xoshiro256) -> [[Double]] {
    let side = featureCount == 1 ? 40 * Double(clusterCount) : featureCount == 2 ? 60 : 24
    var means: [[Double]] = []
    while means.count < clusterCount {
      let mean = (0..<featureCount).map { _ in side * generator.uniform() }
      let isApart = means.allSatisfy { other in
        zip(mean, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } >= 100
      }
      if isApart { means.append(mean) }
    }
    return means
  }
}
