internal import VectorQuantization

/// How well centroids fit observations, found from codes and distances.
struct FitFigures {
  /// For each code, how many observations have it.
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

  /// The mean distance, not squared; not a number if there are no observations.
  var distortion: Double { sum / Double(counts.reduce(0, +)) }

  /// The sum of the squared distances.
  var inertia: Double { squares.reduce(0, +) }

  /// For each code, the root of the mean squared distance; 0 for a code that nothing has.
  var rmsDistances: [Double] {
    zip(counts, squares).map { count, square in
      count == 0 ? 0 : (square / Double(count)).squareRoot()
    }
  }
}
