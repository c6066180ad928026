internal import Foundation

extension Curve {
  /// The knee (elbow) of a falling curve, such as the inertia over the number of clusters.
  ///
  /// The knee is the point farthest below the chord from the first point to the last, with both
  /// axes in logarithms. It is the knee of Kneedle (V. Satopaa, J. Albrecht, D. Irwin and B.
  /// Raghavan, "Finding a 'kneedle' in a haystack: detecting knee points in system behavior", ICDCS
  /// Workshops 2011) without its threshold, which selects the first of several knees and rejects
  /// weak ones.
  ///
  /// Logarithms are used because the inertia of data without clusters falls as a power of the
  /// number of clusters, about *k*^(−2/*d*). In logarithms this is a straight line, and a point
  /// below it indicates structure. The knee also depends less on where the curve ends.
  ///
  /// If a score is 0 or less, it cannot improve further, and the first such point is the knee. On a
  /// tie, the knee is the point with the fewest clusters. The value is `nil` if no point lies below
  /// the chord, as on a straight line or with fewer than three points.
  ///
  /// - Complexity: O(points).
  public var knee: Point? {
    if let end = points.first(where: { $0.score <= 0 }) { return end }
    guard let first = points.first, let last = points.last, points.count > 2,
      last.score.isFinite, first.score.isFinite, first.clusterCount > 0
    else { return nil }
    let origin = (x: log(Double(first.clusterCount)), y: log(first.score))
    let end = (x: log(Double(last.clusterCount)), y: log(last.score))
    let slope = (end.y - origin.y) / (end.x - origin.x)

    // A point whose depth is within rounding errors counts as on the chord.
    var deepest = 1e-12 * max(abs(origin.y), abs(end.y), 1)
    var knee: Point?
    for point in points {
      let chord = origin.y + slope * (log(Double(point.clusterCount)) - origin.x)
      let depth = chord - log(point.score)
      if depth > deepest { (deepest, knee) = (depth, point) }
    }
    return knee
  }
}
