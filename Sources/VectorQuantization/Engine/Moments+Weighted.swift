extension Moments {
  /// The mean of the features' weighted variances, in units of the data scaled by `scale`.
  ///
  /// A weight of *w* counts like *w* copies. If the team is stopped, the result is garbage.
  ///
  /// - Complexity: O(rows · columns), one pass.
  func meanVariance<Scalar: VectorScalar>(
    scale: Double, of observations: ObservationTiles<Scalar>, weights: Span<Double>, total: Double,
    _ team: Team<Scalar>
  ) -> Double {
    let columns = observations.columnCount
    let sums = TileMemory<Double>(count: columns)
    let squares = TileMemory<Double>(count: columns)
    observations.forEachColumnStretch(team) { stretch, worker in
      var sums = sums.lend(stretch)
      var squares = squares.lend(stretch)
      observations.forEachRow(0..<weights.count, by: worker, stop: team.stop) { row, elements in
        guard weights[row] > 0 else { return }
        let weight = weights[row] / total
        for column in stretch {
          let difference = (Double(elements[column]) - mean[column]) * scale
          sums[column - stretch.lowerBound] += weight * difference
          squares[column - stretch.lowerBound] += weight * difference * difference
        }
      }
    }
    let (allSums, allSquares) = (sums.span, squares.span)
    let variances = (0..<columns).map { max(0, allSquares[$0] - allSums[$0] * allSums[$0]) }
    return variances.reduce(0, +) / Double(columns)
  }
}
