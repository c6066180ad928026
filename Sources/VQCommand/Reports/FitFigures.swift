internal import VectorQuantization

/// Statistics of a fit, computed from codes and distances.
struct FitFigures {
  /// The number of observations of each code.
  private(set) var counts: [Int]
  private var squares: [Double]
  private var sum = 0.0

  init<Scalar: VectorScalar>(codes: [Int32], distances: [Scalar], clusterCount: Int) {
    counts = Array(repeating: 0, count: clusterCount)
    squares = Array(repeating: 0, count: clusterCount)
    for (code, distance) in zip(codes, distances) {
      let distance = Double(distance)
      counts[Int(code)] += 1
      squares[Int(code)] += distance * distance
      sum += distance
    }
  }

  /// The mean distance (not squared); NaN if there are no observations.
  var distortion: Double { sum / Double(counts.reduce(0, +)) }

  /// The sum of the squared distances.
  var inertia: Double { squares.reduce(0, +) }

  /// The root mean square distance of each code; 0 for a code without observations.
  var rmsDistances: [Double] {
    zip(counts, squares).map { count, square in
      count == 0 ? 0 : (square / Double(count)).squareRoot()
    }
  }
}
