import VectorQuantization

/// Gaussian clusters of unequal sizes whose means lie twelve standard deviations apart, so that there
/// is one right answer.
struct Mixture {
  let clusterCount: Int
  let featureCount: Int

  static let all = [1, 3, 8].flatMap { k in
    [1, 2, 16].map { Mixture(clusterCount: k, featureCount: $0) }
  }

  /// Observations, a third more of the first cluster than of each other one.
  func observations<Scalar: VectorScalar>(
    _ rowCount: Int, of _: Scalar.Type, seed: UInt64 = 1
  ) -> Matrix<Scalar> {
    var generator = Xoshiro256(seed: seed, restart: 0)
    return Matrix(rows: rowCount, columns: featureCount) { output in
      for row in 0..<rowCount {
        let cluster = max(0, row % (3 * clusterCount + 1) - 1) % clusterCount
        for column in 0..<featureCount {
          output.append(Scalar(12 * mean(of: cluster, column) + generator.normal()))
        }
      }
    }
  }

  /// Along a line, or on a grid of three columns, in which further features take part.
  private func mean(of cluster: Int, _ column: Int) -> Double {
    switch (featureCount, column) {
    case (1, _): Double(cluster)
    case (_, 0): Double(cluster % 3)
    case (_, 1): Double(cluster / 3)
    default: Double((cluster + column) % 2) / 4
    }
  }
}
