package import VectorQuantization

/// Reference results, computed by comparing every observation with every centroid.
package enum Oracle {
  /// Returns the code of the nearest centroid and the distance to it, for each observation.
  ///
  /// The code is right even if two centroids are equally near (the lowest code wins) or almost so.
  /// All squared distances are computed in `Double`. Those whose rounding errors could change the
  /// order are recomputed with twice the digits.
  ///
  /// Numbers may be of any magnitude; differences may span about 150 powers of ten.
  package static func nearest<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, _ centroids: Matrix<Scalar>
  ) -> (codes: [Int32], distances: [Double]) {
    let (count, columns) = (centroids.rowCount, observations.columnCount)
    let scale = powerOfTwo(bringingNear1: [observations, centroids])
    let rows = observations.elements.map { Double($0) * scale }
    let book = centroids.elements.map { Double($0) * scale }

    // Every term is positive, has three rounding errors, and takes part in fewer than `columns`
    // rounded additions. Both sides of a comparison have this error. The factor 2 covers the products
    // of errors.
    let confusable = 1 + 2 * Double(2 * (columns + 3)) * Double.ulpOfOne / 2

    var codes: [Int32] = []
    var distances: [Double] = []
    var squares = [Double](repeating: 0, count: count)
    for row in 0..<observations.rowCount {
      var minimum = Double.infinity
      for code in 0..<count {
        squares[code] = squaredDistance(rows, row, book, code, columns)
        minimum = min(minimum, squares[code])
      }
      let limit = minimum * confusable
      let candidates = squares.indices.filter { squares[$0] <= limit }
      let code = nearest(among: candidates, rows, row, book, columns)
      codes.append(Int32(code))
      distances.append(squares[code].squareRoot() / scale)
    }
    return (codes, distances)
  }

  /// Returns the mean of the observations of each code, in `Double`; NaN for an unused code.
  ///
  /// - Returns: The means, row by row, and the number of observations of each code.
  package static func means<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, codes: [Int32], clusterCount: Int
  ) -> (means: [Double], counts: [Int]) {
    let columns = observations.columnCount
    var sums = [Double](repeating: 0, count: clusterCount * columns)
    var counts = [Int](repeating: 0, count: clusterCount)
    for (row, code) in codes.enumerated() {
      counts[Int(code)] += 1
      for column in 0..<columns {
        sums[Int(code) * columns + column] += Double(observations[row, column])
      }
    }
    for position in sums.indices { sums[position] /= Double(counts[position / columns]) }
    return (sums, counts)
  }

  /// Makes one iteration of Lloyd's algorithm: assigns, then averages.
  ///
  /// A centroid without observations stays where it is.
  package static func lloydStep<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, _ centroids: Matrix<Scalar>
  ) -> (centroids: Matrix<Scalar>, codes: [Int32]) {
    let (codes, _) = nearest(observations, centroids)
    let (means, _) = means(observations, codes: codes, clusterCount: centroids.rowCount)
    let moved = zip(means, centroids.elements).map { $0.isNaN ? $1 : Scalar($0) }
    return (Matrix(moved, columns: centroids.columnCount), codes)
  }
}

extension Oracle {
  private static func squaredDistance(
    _ rows: [Double], _ row: Int, _ book: [Double], _ code: Int, _ columns: Int
  ) -> Double {
    var sum = 0.0
    var (left, right) = (row * columns, code * columns)
    let end = left + columns
    while left < end {
      let difference = rows[left] - book[right]
      sum += difference * difference
      left += 1
      right += 1
    }
    return sum
  }

  /// Returns the first of the nearest among `candidates`, which are in ascending order.
  private static func nearest(
    among candidates: [Int], _ rows: [Double], _ row: Int, _ book: [Double], _ columns: Int
  ) -> Int {
    if candidates.count == 1 { return candidates[0] }
    // Two sums of the same terms in different orders differ by less than this. Two different sums of
    // squares of the numbers in tests differ by more.
    let sameWithinRounding = Double(columns + 8) * 0x1p-100
    var best = candidates[0]
    var minimumSum = exactSquaredDistance(rows, row, book, best, columns)
    for code in candidates.dropFirst() {
      let sum = exactSquaredDistance(rows, row, book, code, columns)
      if minimumSum.relativeExcess(over: sum) > sameWithinRounding {
        (best, minimumSum) = (code, sum)
      }
    }
    return best
  }

  private static func exactSquaredDistance(
    _ rows: [Double], _ row: Int, _ book: [Double], _ code: Int, _ columns: Int
  ) -> DoubleDouble {
    (0..<columns).reduce(.zero) { sum, column in
      let difference = DoubleDouble(
        rows[row * columns + column], minus: book[code * columns + column])
      return sum + difference.squared
    }
  }

  /// Returns a factor that changes no digits, and keeps the squares of all numbers finite.
  private static func powerOfTwo<Scalar: VectorScalar>(
    bringingNear1 matrices: [Matrix<Scalar>]
  ) -> Double {
    let maximum = matrices.flatMap(\.elements).reduce(0) { max($0, Double(abs($1))) }
    guard maximum > 0 else { return 1 }
    let exponent = max(-1000, min(1000, -Int(maximum.exponent)))
    return Double(sign: .plus, exponent: exponent, significand: 1)
  }
}
