/// Moves centroids to where their observations' sums say, and adds up how far.
///
/// Fits and blocks move centroids by it, so that the same sums give the same centroids.
struct CentroidMove: ~Copyable {
  /// Where sums are taken from.
  private let origin: [Double]
  /// The scale that distances are measured in.
  private let scale: Double
  private let rules: any MetricRules
  private let mean: TileMemory<Double>
  /// The sum of the squared distances moved, scaled.
  private(set) var shift = 0.0
  /// How many centroids moved.
  private(set) var count = 0

  /// Creates what moves centroids, of sums that are taken from an origin.
  init(origin: [Double], scale: Double = 1, metric: KMeans.Metric = .euclidean) {
    self.origin = origin
    self.scale = scale
    rules = metric.rules
    mean = TileMemory(count: origin.count)
  }

  /// Moves a centroid; one without observations stays where it is.
  ///
  /// - Parameters:
  ///   - centroid: The centroid, one number a feature.
  ///   - sum: The weighted sum of its observations' differences from the origin.
  ///   - weight: The weight that its observations have together.
  mutating func callAsFunction(
    _ centroid: inout MutableSpan<Double>, to sum: Span<Double>, weight: Double
  ) {
    if weight == 0 { return }
    findCentroid(of: sum, weight: weight)
    let hasMoved: Bool
    (shift, hasMoved) = move(&centroid, after: shift)
    if hasMoved { count += 1 }
  }

  /// Puts the centroid of a cluster whose sum and weight are known into `mean`.
  private func findCentroid(of sum: Span<Double>, weight: Double) {
    var mean = mean.lent
    for feature in mean.indices { mean[feature] = origin[feature] + sum[feature] / weight }
    rules.makeCentroid(&mean)
  }

  /// Moves a centroid to `mean`; returns the shift with its own, and whether it moved.
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
