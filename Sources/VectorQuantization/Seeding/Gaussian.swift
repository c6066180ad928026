extension Seeding {
  /// Draws from the normal distribution with the observations' mean and sample covariance.
  ///
  /// Weights are not considered. The covariance is taken apart where it is small enough. Where there are more features than
  /// observations it has no full rank, and where it is large it costs too much memory; then each
  /// centroid is the mean plus a random combination of all differences from it, which has the same
  /// distribution.
  func gaussian(using generator: inout Xoshiro256) -> Matrix<Scalar> {
    let mean = Moments(of: observations, kernels: kernels, workers: workspaces.count).mean
    let (n, d) = (plan.rowCount, plan.featureCount)
    if n == 1 { return rows(Array(repeating: 0, count: plan.clusterCount)) }
    if d <= n && d <= 2048 {
      let covariance = covariance(mean: mean)
      // Products of very large numbers overflow; combinations of them do not.
      if covariance.allSatisfy(\.isFinite) {
        return fromFactor(choleskyFactor(of: covariance), mean: mean, using: &generator)
      }
    }
    return fromCombinations(mean: mean, using: &generator)
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

  /// mean + Σ gᵢ (xᵢ - mean) / √(n - 1) for normal gᵢ.
  private func fromCombinations(
    mean: [Double], using generator: inout Xoshiro256
  ) -> Matrix<Scalar> {
    let (n, d) = (plan.rowCount, plan.featureCount)
    let divisor = Double(n - 1).squareRoot()
    return Matrix(rows: plan.clusterCount, columns: d) { output in
      for _ in 0..<plan.clusterCount {
        var offset = [Double](repeating: 0, count: d)
        for row in 0..<n {
          let normal = generator.normal() / divisor
          let observation = observations[row: row]
          for feature in 0..<d {
            offset[feature] += normal * (Double(observation[feature]) - mean[feature])
          }
        }
        for feature in 0..<d { output.append(Scalar(mean[feature] + offset[feature])) }
      }
    }
  }

  /// The covariance's lower triangle.
  private func covariance(mean: [Double]) -> [Double] {
    let d = plan.featureCount
    let sums = TilePlan(
      rowCount: plan.rowCount, featureCount: d, clusterCount: d,
      scalarSize: MemoryLayout<Scalar>.size)
    var products = [Double](repeating: 0, count: sums.chunkCount * d * d)
    do {
      let (observations, kernels) = (observations, kernels)
      let tiles = DisjointTiles(products.mutableSpan)
      parallelFor(sums.chunkCount, workers: workspaces.count, stop: stop) { _, queue in
        var difference = [Double](repeating: 0, count: d)
        while let chunk = queue.take() {
          var scratch = difference.mutableSpan
          var lower = tiles.lend((chunk * d * d)..<((chunk + 1) * d * d))
          kernels.comoments(
            observations.rows(sums.rows(ofChunk: chunk)), shift: mean.span, difference: &scratch,
            lower: &lower)
        }
      }
    }
    Reducer.merge(&products, chunkCount: sums.chunkCount, width: d * d)
    return (0..<(d * d)).map { products[$0] / Double(plan.rowCount - 1) }
  }

  /// A lower triangle L with L Lᵀ = `matrix`.
  ///
  /// A direction in which the data do not spread has a zero column, so constant and collinear
  /// features are no error.
  private func choleskyFactor(of matrix: [Double]) -> [Double] {
    let d = plan.featureCount
    var factor = matrix
    for column in 0..<d {
      for row in column..<d {
        var rest = matrix[row * d + column]
        for inner in 0..<column { rest -= factor[row * d + inner] * factor[column * d + inner] }
        if row == column {
          // What is left of a variance that the features before explain is rounding.
          let floor = matrix[row * d + row] * Double(d) * Double.ulpOfOne
          factor[row * d + row] = rest > floor ? rest.squareRoot() : 0
        } else {
          let pivot = factor[column * d + column]
          factor[row * d + column] = pivot > 0 ? rest / pivot : 0
        }
      }
    }
    return factor
  }
}
