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
      let covariance = covariance(mean: mean, divisor: divisor)
      // Products of very large numbers overflow; combinations of them do not.
      if covariance.allSatisfy(\.isFinite) {
        return fromFactor(choleskyFactor(of: covariance), mean: mean, using: &generator)
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

  /// The covariance's lower triangle.
  private func covariance(mean: [Double], divisor: Double) -> [Double] {
    let d = plan.featureCount
    let sums = TilePlan(
      rowCount: plan.rowCount, featureCount: d, clusterCount: d,
      scalarSize: MemoryLayout<Scalar>.size)
    var products = [Double](repeating: 0, count: sums.chunkCount * d * d)
    do {
      let (observations, weights, kernels) = (observations, weights, kernels)
      let tiles = LentMemory(products.mutableSpan)
      parallelFor(sums.chunkCount, workers: execution.workers, stop: stop) { worker, queue in
        var difference = [Double](repeating: 0, count: d)
        while let chunk = queue.take() {
          sums.forEachTile(ofChunk: chunk) { rows in
            var tileWeights: Span<Scalar>? = nil
            if let weights { tileWeights = weights.extracting(rows) }
            var scratch = difference.mutableSpan
            var lower = tiles.lend((chunk * d * d)..<((chunk + 1) * d * d))
            kernels.comoments(
              observations.rows(rows, by: worker), weights: tileWeights, shift: mean.span,
              difference: &scratch, lower: &lower)
          }
        }
      }
    }
    Reducer.merge(&products, chunkCount: sums.chunkCount, width: d * d)
    return (0..<(d * d)).map { products[$0] / divisor }
  }

  /// A lower triangle L with L Lᵀ = `matrix`, for a matrix that may be singular.
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
