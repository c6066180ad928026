/// Moves centroids to the means of their observations, and adds up how far they moved.
///
/// Fits and blocks both use it, so the same sums give the same centroids.
struct CentroidMove: ~Copyable {
  /// The point from which the sums' differences were taken.
  private let origin: [Double]
  /// The scale of the frame, in which distances are measured.
  private let scale: Double
  private let rules: any MetricRules
  private let mean: TileMemory<Double>
  /// The sum of the squared distances by which centroids moved, scaled.
  private(set) var shift = 0.0
  /// The number of centroids that moved.
  private(set) var count = 0

  /// Creates a move for sums of differences from `origin`.
  init(origin: [Double], scale: Double = 1, metric: KMeans.Metric = .euclidean) {
    self.origin = origin
    self.scale = scale
    rules = metric.rules
    mean = TileMemory(count: origin.count)
  }

  /// Moves a centroid to the mean of its observations.
  ///
  /// A centroid without observations stays where it is.
  ///
  /// - Parameters:
  ///   - centroid: The centroid, one number for each feature.
  ///   - sum: The weighted sum of its observations' differences from the origin.
  ///   - weight: The total weight of its observations.
  mutating func callAsFunction(
    _ centroid: inout MutableSpan<Double>, to sum: Span<Double>, weight: Double
  ) {
    if weight == 0 { return }
    findCentroid(of: sum, weight: weight)
    let hasMoved: Bool
    (shift, hasMoved) = move(&centroid, after: shift)
    if hasMoved { count += 1 }
  }

  /// Writes the centroid for a sum and a weight to `mean`.
  private func findCentroid(of sum: Span<Double>, weight: Double) {
    var mean = mean.lent
    for feature in mean.indices { mean[feature] = origin[feature] + sum[feature] / weight }
    rules.makeCentroid(&mean)
  }

  /// Moves a centroid to `mean`.
  ///
  /// Returns the total shift including this one, and whether the centroid moved.
  private func move(
    _ centroid: inout MutableSpan<Double>, after shift: Double
  ) -> (shift: Double, hasMoved: Bool) {
    let position = mean.span
    var (shift, hasMoved) = (shift, false)
    for feature in centroid.indices {
      let next = position[feature]
      let moved = (next - centroid[feature]) * scale
      shift += moved * moved
      if next != centroid[feature] {
        hasMoved = true
        centroid[feature] = next
      }
    }
    return (shift, hasMoved)
  }
}
