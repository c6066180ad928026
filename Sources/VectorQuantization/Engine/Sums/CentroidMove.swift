/// Moves centroids to the means of their observations, and adds up how far.
///
/// Fits and blocks move centroids by it, so that the same sums give the same centroids.
struct CentroidMove {
  /// Where sums are taken from.
  private let origin: [Double]
  /// The scale that distances are measured in.
  private let scale: Double
  /// The sum of the squared distances moved, scaled.
  private(set) var shift = 0.0
  /// How many centroids moved.
  private(set) var count = 0

  /// Creates what moves centroids, of sums that are taken from an origin.
  init(origin: [Double], scale: Double = 1) {
    self.origin = origin
    self.scale = scale
  }

  /// Moves a centroid; one without observations stays where it is.
  ///
  /// - Parameters:
  ///   - centroid: The centroid, one number a feature.
  ///   - sum: The weighted sum of its observations' differences from the origin.
  ///   - weight: The weight that its observations have together.
  mutating func callAsFunction<Scalar: VectorScalar>(
    _ centroid: inout MutableSpan<Scalar>, to sum: Span<Double>, weight: Double
  ) {
    if weight == 0 { return }
    var hasMoved = false
    for feature in centroid.indices {
      let mean = Scalar(origin[feature] + sum[feature] / weight)
      let moved = (Double(mean) - Double(centroid[feature])) * scale
      shift += moved * moved
      if mean != centroid[feature] {
        hasMoved = true
        centroid[feature] = mean
      }
    }
    if hasMoved { count += 1 }
  }
}
