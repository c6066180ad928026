internal import VectorQuantization

/// The direction of the largest variance of some observations, and the variance along it.
struct PrincipalAxis: Sendable {
  /// The mean of the observations.
  let mean: [Double]
  /// The direction, a vector of length 1.
  let direction: [Double]
  /// The mean squared coordinate along the direction.
  let variance: Double

  /// The maximum number of iterations: if the direction still changes then, others are as good.
  private static let mostRounds = 12
  /// Two directions are equal if their cosine differs from 1 by at most this much.
  private static let tolerance = 1e-6

  /// Finds the axis by power iteration, starting from the observation farthest from the mean.
  ///
  /// The result is `nil` if all rows are equal.
  ///
  /// - Complexity: O(*n* · *d*) for each iteration.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  init?<Scalar: VectorScalar>(
    of observations: MatrixSpan<Scalar>, mean: [Double], workers: Int?
  ) {
    let (n, d) = (observations.rowCount, observations.columnCount)
    let threads = Workers.count(forScalarWork: 2 * Double(n) * Double(d), limit: workers)
    let chunks = RowChunks(rowCount: n, recordSize: d)
    let farthest = chunks.map(workers: threads) { rows in
      var (row, farthest, maximum) = (mean, rows.lowerBound, -1.0)
      for number in rows {
        observations.widen(number, into: &row)
        let square = squaredDistance(row, mean, at: 0)
        if square > maximum { (maximum, farthest) = (square, number) }
      }
      return (row: farthest, square: maximum)
    }.reduce((row: 0, square: 0.0)) { $1.square > $0.square ? $1 : $0 }
    guard farthest.square > 0 else { return nil }

    var start = mean
    observations.widen(farthest.row, into: &start)
    let length = farthest.square.squareRoot()
    for column in 0..<d { start[column] = (start[column] - mean[column]) / length }
    var axis = Directions(start, featureCount: d)
    var variance = 0.0
    axis.iterate(atMost: Self.mostRounds) { axis in
      let last = axis.elements
      let sums = chunks.sum(workers: threads, recordSize: d) { rows, sums in
        var row = mean
        for number in rows {
          observations.widen(number, into: &row)
          var along = 0.0
          for column in 0..<d { along += (row[column] - mean[column]) * last[column] }
          for column in 0..<d { sums[column] += along * (row[column] - mean[column]) }
        }
      }
      return Directions(sums, featureCount: d)
    } until: { axis, image in
      let norm = image.elements.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 0, norm.isFinite else { return true }
      variance = norm / Double(n)
      let cosine = zip(image.elements, axis.elements).reduce(0) { $0 + $1.0 * $1.1 } / norm
      return 1 - abs(cosine) <= Self.tolerance
    }
    self.mean = mean
    // If the product overflows or is 0, there is no direction.
    direction = axis.count > 0 ? axis.elements : start
    self.variance = variance
  }

  /// Returns two centroids on the axis, at the distance from the mean that the two halves of a
  /// Gaussian have.
  ///
  /// This is G. Hamerly and C. Elkan's start for a split.
  func children<Scalar: VectorScalar>() -> Matrix<Scalar> {
    let reach = (2 * variance / Double.pi).squareRoot()
    return Matrix(rows: 2, columns: mean.count) { output in
      for side in [-reach, reach] {
        for (middle, step) in zip(mean, direction) { output.append(Scalar(middle + side * step)) }
      }
    }
  }
}
