/// A curve of scores over the number of clusters.
///
/// Selection rules choose a point of a curve, and charts show it.
public struct Curve: Sendable, Equatable {
  /// A number of clusters, and the score of a clustering with that number.
  public struct Point: Sendable, Equatable {
    /// The number of clusters.
    public let clusterCount: Int
    /// The score.
    public let score: Double

    /// Creates a point.
    ///
    /// - Parameters:
    ///   - clusterCount: The number of clusters.
    ///   - score: The score.
    public init(clusterCount: Int, score: Double) {
      self.clusterCount = clusterCount
      self.score = score
    }
  }

  /// The points, in ascending order of the number of clusters.
  public let points: [Point]

  /// Creates a curve from points.
  ///
  /// - Parameter points: The points, in any order. Points whose score is NaN are left out. Of
  ///   several points with the same number of clusters, only the first is used.
  public init(_ points: some Sequence<Point>) {
    var seen: Set<Int> = []
    self.points =
      points
      .filter { !$0.score.isNaN && seen.insert($0.clusterCount).inserted }
      .sorted { $0.clusterCount < $1.clusterCount }
  }

  /// Creates a curve from numbers of clusters and their scores.
  ///
  /// - Parameters:
  ///   - clusterCounts: The numbers of clusters.
  ///   - scores: One score for each number of clusters; `nil` means that it has none, and the point
  ///     is left out.
  public init(clusterCounts: [Int], scores: [Double?]) {
    self.init(
      zip(clusterCounts, scores).compactMap { count, score in
        score.map { Point(clusterCount: count, score: $0) }
      })
  }

  /// The point with the largest score; on a tie, the one with the fewest clusters.
  public var maximum: Point? {
    points.reduce(nil) { best, point in
      if let best, best.score >= point.score { best } else { point }
    }
  }

  /// The point with the smallest score; on a tie, the one with the fewest clusters.
  public var minimum: Point? {
    points.reduce(nil) { best, point in
      if let best, best.score <= point.score { best } else { point }
    }
  }
}
