/// The Euclidean distance: rows as they are, centroids that are means, distances that are square roots.
struct Euclidean: MetricRules {
  var keepsRows: Bool { true }

  func transform<Scalar: VectorScalar>(_ row: inout MutableSpan<Scalar>) {}

  func makeCentroid(_ mean: inout MutableSpan<Double>) {}

  /// Adds up in the order of the rows.
  func report<Scalar: VectorScalar>(
    squared: Span<Double>, weights: Span<Scalar>?, to figures: inout MutableSpan<Double>
  ) {
    var inertia = 0.0
    var distances = 0.0
    if let weights {
      for row in squared.indices {
        let weight = Double(weights[row])
        inertia += weight * squared[row]
        distances += weight * squared[row].squareRoot()
      }
    } else {
      for row in squared.indices {
        inertia += squared[row]
        distances += squared[row].squareRoot()
      }
    }
    figures[0] += inertia
    figures[1] += distances
  }
}
