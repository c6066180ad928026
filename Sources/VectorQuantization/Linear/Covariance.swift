/// The mean of observations, and their scatter around it.
package struct Covariance: Sendable {
  package let mean: [Double]
  /// The sums of products of differences from the mean, not divided by the number of observations.
  package let scatter: SymmetricMatrix

  /// Computes mean and scatter of observations in memory, in two passes.
  ///
  /// - Parameters:
  ///   - rows: The observations, at least one.
  ///   - set: The kernel set, which does not influence the result.
  ///   - workers: The maximum number of threads; `nil` means every processor.
  /// - Complexity: O(*n* · *d*²).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init<Scalar: VectorScalar>(
    of rows: MatrixSpan<Scalar>, kernels set: KernelSet, workers: Int?
  ) {
    let work = Double(rows.rowCount) * Double(rows.columnCount)
    mean =
      Moments(
        of: ObservationTiles(rows),
        Team(Kernels(set), workers: Workers.count(for: work, limit: workers))
      ).mean
    scatter = .scatter(of: rows, around: mean, kernels: set, workers: workers)
  }
}

extension SymmetricMatrix {
  /// Sums products of differences from a point, for all pairs of features.
  ///
  /// - Parameters:
  ///   - rows: The observations.
  ///   - center: The point, one coordinate for each feature.
  ///   - set: The kernel set, which does not influence the result.
  ///   - workers: The maximum number of threads; `nil` means every processor.
  /// - Returns: The scatter matrix, not divided by the number of observations.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package static func scatter<Scalar: VectorScalar>(
    of rows: MatrixSpan<Scalar>, around center: [Double], kernels set: KernelSet, workers: Int?
  ) -> SymmetricMatrix {
    let work = Double(rows.rowCount) * Double(rows.columnCount) * Double(rows.columnCount)
    return scatter(
      of: ObservationTiles(rows), weights: nil, around: center,
      Team(Kernels(set), workers: Workers.count(for: work, limit: workers)))
  }

  /// Sums weighted products of differences from a point, for all pairs of features.
  ///
  /// The result has the same bits with every kernel set and any number of workers. If the team is
  /// stopped, the result is garbage.
  static func scatter<Scalar: VectorScalar>(
    of observations: ObservationTiles<Scalar>, weights: Span<Double>?, around center: [Double],
    _ team: Team<Scalar>
  ) -> SymmetricMatrix {
    let d = observations.columnCount
    let plan = TilePlan(
      rowCount: observations.rowCount, featureCount: d, clusterCount: d,
      scalarSize: MemoryLayout<Scalar>.size)
    var products = [Double](repeating: 0, count: max(1, plan.chunkCount) * d * d)
    do {
      let tiles = LentMemory(products.mutableSpan)
      parallelFor(plan.chunkCount, workers: team.workers, stop: team.stop) { worker, queue in
        var difference = [Double](repeating: 0, count: d)
        while let chunk = queue.take() {
          plan.forEachTile(ofChunk: chunk, stop: team.stop) { rows in
            var tileWeights: Span<Double>? = nil
            if let weights { tileWeights = weights.extracting(rows) }
            var workspace = difference.mutableSpan
            var lower = tiles.lend((chunk * d * d)..<((chunk + 1) * d * d))
            team.kernels.comoments(
              observations.rows(rows, by: worker), weights: tileWeights, shift: center.span,
              difference: &workspace, lower: &lower)
          }
        }
      }
    }
    Reducer.merge(&products, chunkCount: plan.chunkCount, width: d * d)
    return SymmetricMatrix(order: d, lowerTriangleOf: Array(products.prefix(d * d)))
  }
}
