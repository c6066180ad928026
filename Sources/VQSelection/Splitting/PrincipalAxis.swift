internal import VectorQuantization

/// The direction along which observations vary most, and how much they do.
struct PrincipalAxis: Sendable {
  /// The mean of the observations.
  let mean: [Double]
  /// Of length 1.
  let direction: [Double]
  /// The mean squared coordinate along the direction.
  let variance: Double

  /// Where more rounds than this would still turn the direction, others are as good.
  private static let mostRounds = 12
  /// Directions whose cosine is no farther from 1 are the same.
  private static let tolerance = 1e-6

  /// Finds the axis by power iteration, from the observation farthest from the mean.
  ///
  /// `nil` if all rows are equal.
  ///
  /// - Complexity: O(*n* · *d*) a round.
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
    // An image that overflows or vanishes leaves no direction.
    direction = axis.count > 0 ? axis.elements : start
    self.variance = variance
  }

  /// Two centroids on the axis, as far from the mean as those of the halves of a Gaussian.
  ///
  /// G. Hamerly and C. Elkan's start for a split.
  func children<Scalar: VectorScalar>() -> Matrix<Scalar> {
    let reach = (2 * variance / Double.pi).squareRoot()
    return Matrix(rows: 2, columns: mean.count) { output in
      for side in [-reach, reach] {
        for (middle, step) in zip(mean, direction) { output.append(Scalar(middle + side * step)) }
      }
    }
  }
}
