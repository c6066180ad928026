extension Seeding {
  /// Draws from the normal distribution with the observations' (weighted) mean and sample
  /// covariance.
  ///
  /// The covariance matrix is factored if possible. This fails in three cases: with more features
  /// than observations it has no full rank; with many features it takes too much memory; with
  /// extreme numbers it may overflow or underflow. Then each centroid is the mean plus a random
  /// combination of all observations' differences from the mean, which has the same distribution.
  func gaussian(using generator: inout Xoshiro256) -> Start<Scalar> {
    let (n, d) = (plan.rowCount, plan.featureCount)
    let (mean, total, count) = meanAndWeight()
    // n - 1 without weights, as in SciPy. With weights, the same ratio on the scale of the weights.
    let divisor = count > 1 ? total * Double(count - 1) / Double(count) : total
    if d <= n && d <= 960 && frame.scale == 1 {
      let covariance = SymmetricMatrix.scatter(
        of: observations, weights: weights, around: mean, execution.team
      ).divided(by: divisor)
      // Products of very large numbers overflow; linear combinations of them do not.
      if covariance.isFinite {
        return fromFactor(covariance.choleskyFactor(stop: stop), mean: mean, using: &generator)
      }
    }
    return fromCombinations(mean: mean, divisor: divisor, using: &generator)
  }

  /// mean + L g for the Cholesky factor L of the covariance and normal g.
  private func fromFactor(
    _ factor: [Double], mean: [Double], using generator: inout Xoshiro256
  ) -> Start<Scalar> {
    let d = plan.featureCount
    return drawn(around: mean, width: d) { offsets in
      let normals = (0..<offsets.count).map { _ in generator.normal() }
      forEachCentroid(of: &offsets, work: d * d) { centroid, _, offset in
        for row in 0..<d {
          offset[row] = (0...row).reduce(0.0) {
            $0 + factor[row * d + $1] * normals[centroid * d + $1]
          }
        }
      }
    }
  }

  /// mean + Σ gᵢ √(wᵢ / divisor) (xᵢ - mean) for normal gᵢ.
  private func fromCombinations(
    mean: [Double], divisor: Double, using generator: inout Xoshiro256
  ) -> Start<Scalar> {
    let (n, d) = (plan.rowCount, plan.featureCount)
    return drawn(around: mean, width: n) { offsets in
      // If there are more observations than fit, a batch holds a single centroid.
      for start in stride(from: 0, to: n, by: Self.batchNormals) where !execution.isStopped {
        let rows = start..<min(start + Self.batchNormals, n)
        let normals = (0..<(offsets.count / d * rows.count)).map { _ in generator.normal() }
        forEachCentroid(of: &offsets, work: rows.count * d) { centroid, worker, offset in
          observations.forEachRow(rows, by: worker, stop: stop) { row, observation in
            let normal = normals[centroid * rows.count + row - start]
            let factor = normal * (weight(row) / divisor).squareRoot()
            for feature in 0..<d {
              offset[feature] += factor * (Double(observation[feature]) - mean[feature])
            }
          }
        }
      }
    }
  }

  /// A batch takes at most this many normal numbers and offsets, unless a single centroid needs
  /// more.
  private static var batchNormals: Int { 1 << 18 }

  /// Draws centroids batch by batch, until the execution is stopped.
  ///
  /// - Parameters:
  ///   - mean: The mean of the observations.
  ///   - width: The number of normal numbers for each centroid.
  ///   - fill: Receives zeros, and replaces them by the offsets of a batch of centroids from the
  ///     mean.
  /// - Returns: The centroids of complete batches.
  private func drawn(
    around mean: [Double], width: Int, _ fill: (inout [Double]) -> Void
  ) -> Start<Scalar> {
    let (k, d) = (plan.clusterCount, plan.featureCount)
    let batch = max(1, Self.batchNormals / max(width, d))
    var elements: [Scalar] = []
    while elements.count < k * d {
      var offsets = [Double](repeating: 0, count: min(k * d - elements.count, batch * d))
      fill(&offsets)
      if execution.isStopped { break }
      for index in offsets.indices { elements.append(Scalar(mean[index % d] + offsets[index])) }
    }
    return Start(centroids: Matrix(elements, columns: d))
  }

  /// Calls `body` with each centroid of a batch, a worker and the centroid's offset, in parallel.
  private func forEachCentroid(
    of offsets: inout [Double], work: Int,
    _ body: @Sendable (_ centroid: Int, _ worker: Int, _ offset: inout MutableSpan<Double>) -> Void
  ) {
    let (d, count) = (plan.featureCount, offsets.count / plan.featureCount)
    let lent = LentMemory(offsets.mutableSpan)
    let workers = Workers.count(for: Double(count) * Double(work), limit: execution.workers)
    parallelFor(count, workers: workers, stop: stop) { worker, queue in
      while let centroid = queue.take() {
        var offset = lent.lend((centroid * d)..<((centroid + 1) * d))
        body(centroid, worker, &offset)
      }
    }
  }

  /// The weighted mean, the sum of the weights, and the number of observations with a positive
  /// weight.
  ///
  /// If the execution is stopped, the results are garbage.
  private func meanAndWeight() -> (mean: [Double], total: Double, count: Int) {
    let sums = TileMemory<Double>(count: plan.featureCount)
    observations.forEachColumnStretch(execution.team) { stretch, worker in
      var own = sums.lend(stretch)
      observations.forEachRow(0..<plan.rowCount, by: worker, stop: stop) { row, observation in
        let weight = weight(row)
        for feature in stretch {
          let difference = Double(observation[feature]) - frame.origin[feature]
          own[feature - stretch.lowerBound] += difference * weight
        }
      }
    }
    var (total, count) = (0.0, 0)
    forEachTile { rows in
      for row in rows {
        total += weight(row)
        count += weight(row) > 0 ? 1 : 0
      }
    }
    let all = sums.span
    return (frame.origin.indices.map { all[$0] / total + frame.origin[$0] }, total, count)
  }
}
