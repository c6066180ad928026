import VectorQuantization

/// Gaussian clusters of unequal sizes and of standard deviation 1, scattered so that no two means are
/// nearer than ten, and there is one right answer.
struct Mixture {
  let clusterCount: Int
  let featureCount: Int
  var seed: UInt64 = 1

  /// One, three and eight clusters of few features and many.
  ///
  /// The seeds of eight are some of those that scatter them unevenly. Clusters that lie
  /// evenly are as spread out as observations without any, until there are enough centroids: on
  /// them the gap statistic and X-means, which look no farther than the next step, end early.
  static let all =
    [1, 3].flatMap { k in [1, 2, 16].map { Mixture(clusterCount: k, featureCount: $0) } } + [
      Mixture(clusterCount: 8, featureCount: 1, seed: 3),
      Mixture(clusterCount: 8, featureCount: 2, seed: 7),
      Mixture(clusterCount: 8, featureCount: 16, seed: 2),
    ]

  /// Observations, a third more of the first cluster than of each other one.
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

  /// Points of a box that is as roomy as its dimensions ask for, those too near to another left out.
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
