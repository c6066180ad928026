internal import Foundation

extension Curve {
  /// The knee, or elbow, of a falling curve such as that of the inertia: the point that lies farthest
  /// below the chord from the first point to the last, both axes in logarithms.
  ///
  /// That is Kneedle's knee (V. Satopaa, J. Albrecht, D. Irwin and B. Raghavan, "Finding a 'kneedle'
  /// in a haystack: detecting knee points in system behavior", ICDCS Workshops 2011) without its
  /// threshold, which takes the first of several knees and none of a weak one. Logarithms, because
  /// the inertia of observations without clusters falls as a power of the number of clusters, about
  /// *k*^(−2/*d*), which is a straight line in them: what lies below it is structure, and the knee
  /// depends less on where the curve is cut off.
  ///
  /// If a score is 0 or less, nothing is left to gain, and the first such point is the knee.
  ///
  /// - Returns: The point, the one of fewest clusters on a tie; `nil` if no point lies below the
  ///   chord, as on a straight line or of fewer than three points.
  /// - Complexity: O(points).
  public var knee: Point? {
    if let end = points.first(where: { $0.score <= 0 }) { return end }
    guard let first = points.first, let last = points.last, points.count > 2,
      last.score.isFinite, first.score.isFinite, first.clusterCount > 0
    else { return nil }
    let origin = (x: log(Double(first.clusterCount)), y: log(first.score))
    let end = (x: log(Double(last.clusterCount)), y: log(last.score))
    let slope = (end.y - origin.y) / (end.x - origin.x)

    // Points nearer to the chord than rounding can bring them are on it.
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
