extension Seeding {
  /// Draws from the normal distribution with the observations' (weighted) mean and sample covariance.
  ///
  /// The covariance is taken apart where it is small enough. Where there are more features than
  /// observations it has no full rank, where it is large it costs too much memory, and where numbers
  /// are extreme it may overflow or vanish; then each
  /// centroid is the mean plus a random combination of all differences from it, which has the same
  /// distribution.
  func gaussian(using generator: inout Xoshiro256) -> Matrix<Scalar> {
    let (n, d) = (plan.rowCount, plan.featureCount)
    let (mean, total, count) = meanAndWeight()
    // n - 1 without weights, as SciPy has it, and of the weights' own scale with them.
    let divisor = count > 1 ? total * Double(count - 1) / Double(count) : total
    if d <= n && d <= 960 && frame.scale == 1 {
      let covariance = SymmetricMatrix.scatter(
        of: observations, weights: weights, around: mean, execution.team
      ).divided(by: divisor)
      // Products of very large numbers overflow; combinations of them do not.
      if covariance.isFinite {
        return fromFactor(covariance.choleskyFactor(), mean: mean, using: &generator)
      }
    }
    return fromCombinations(mean: mean, divisor: divisor, using: &generator)
  }

  /// mean + L g for the Cholesky factor L of the covariance and normal g.
  private func fromFactor(
    _ factor: [Double], mean: [Double], using generator: inout Xoshiro256
  ) -> Matrix<Scalar> {
    let d = plan.featureCount
    return Matrix(rows: plan.clusterCount, columns: d) { output in
      for _ in 0..<plan.clusterCount {
        let normals = (0..<d).map { _ in generator.normal() }
        for row in 0..<d {
          let offset = (0...row).reduce(0.0) { $0 + factor[row * d + $1] * normals[$1] }
          output.append(Scalar(mean[row] + offset))
        }
      }
    }
  }

  /// mean + Σ gᵢ √(wᵢ / divisor) (xᵢ - mean) for normal gᵢ.
  private func fromCombinations(
    mean: [Double], divisor: Double, using generator: inout Xoshiro256
  ) -> Matrix<Scalar> {
    let (n, d) = (plan.rowCount, plan.featureCount)
    return Matrix(rows: plan.clusterCount, columns: d) { output in
      for _ in 0..<plan.clusterCount {
        var offset = [Double](repeating: 0, count: d)
        observations.forEachRow(0..<n) { row, observation in
          let factor = generator.normal() * (weight(row) / divisor).squareRoot()
          for feature in 0..<d {
            offset[feature] += factor * (Double(observation[feature]) - mean[feature])
          }
        }
        for feature in 0..<d { output.append(Scalar(mean[feature] + offset[feature])) }
      }
    }
  }

  /// The weighted mean, the sum of the weights, and how many observations have any.
  private func meanAndWeight() -> (mean: [Double], total: Double, count: Int) {
    var sums = [Double](repeating: 0, count: plan.featureCount)
    var total = 0.0
    var count = 0
    observations.forEachRow(0..<plan.rowCount) { row, observation in
      let weight = weight(row)
      total += weight
      count += weight > 0 ? 1 : 0
      for feature in observation.indices {
        sums[feature] += (Double(observation[feature]) - frame.origin[feature]) * weight
      }
    }
    return (zip(sums, frame.origin).map { $0 / total + $1 }, total, count)
  }
}
