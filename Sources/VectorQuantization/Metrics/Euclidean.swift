/// The Euclidean distance: rows are not transformed, centroids are means, distances are square
/// roots.
struct Euclidean: MetricRules {
  var keepsRows: Bool { true }

  func transform<Scalar: VectorScalar>(_ row: inout MutableSpan<Scalar>) {}

  func makeCentroid(_ mean: inout MutableSpan<Double>) {}

  /// Adds the statistics in the order of the rows.
  func report(
    squared: Span<Double>, weights: Span<Double>?, to figures: inout MutableSpan<Double>
  ) {
    // Continues from the previous sums, so that the division into tiles does not influence the
    // result.
    var inertia = figures[0]
    var distances = figures[1]
    if let weights {
      for row in squared.indices {
        let weight = weights[row]
        // A square that overflows would make the sums NaN, although its weight of 0 means that it
        // does not count.
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
