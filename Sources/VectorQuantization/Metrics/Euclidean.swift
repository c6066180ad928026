/// The Euclidean distance: rows as they are, centroids that are means, distances that are square roots.
struct Euclidean: MetricRules {
  var keepsRows: Bool { true }

  func transform<Scalar: VectorScalar>(_ row: inout MutableSpan<Scalar>) {}

  func makeCentroid(_ mean: inout MutableSpan<Double>) {}

  /// Adds up in the order of the rows.
  func report(
    squared: Span<Double>, weights: Span<Double>?, to figures: inout MutableSpan<Double>
  ) {
    // On from what there is, so that it does not matter how rows are divided into tiles.
    var inertia = figures[0]
    var distances = figures[1]
    if let weights {
      for row in squared.indices {
        let weight = weights[row]
        // A square that overflows would make the sums NaN, and its weight says that it counts nothing.
        if weight == 0 { continue }
        inertia += weight * squared[row]
        distances += weight * squared[row].squareRoot()
      }
    } else {
      for row in squared.indices {
        inertia += squared[row]
        distances += squared[row].squareRoot()
      }
    }
    figures[0] = inertia
    figures[1] = distances
  }
}
