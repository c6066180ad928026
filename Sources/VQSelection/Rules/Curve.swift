/// A score for each of several numbers of clusters: what a rule chooses from, and what a chart shows.
public struct Curve: Sendable, Equatable {
  /// A number of clusters, and how a clustering into as many scores.
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

  /// The points, by ascending number of clusters.
  public let points: [Point]

  /// Creates a curve.
  ///
  /// - Parameter points: The points, in any order. Those whose score is NaN are left out, and of
  ///   several with one number of clusters all but the first.
  public init(_ points: some Sequence<Point>) {
    var seen: Set<Int> = []
    self.points =
      points
      .filter { !$0.score.isNaN && seen.insert($0.clusterCount).inserted }
      .sorted { $0.clusterCount < $1.clusterCount }
  }

  /// Creates a curve from scores, where `nil` stands for one that has no meaning.
  ///
  /// - Parameters:
  ///   - clusterCounts: The numbers of clusters.
  ///   - scores: The scores, one for each.
  public init(clusterCounts: [Int], scores: [Double?]) {
    self.init(
      zip(clusterCounts, scores).compactMap { count, score in
        score.map { Point(clusterCount: count, score: $0) }
      })
  }

  /// The point of the largest score, the one of fewest clusters on a tie.
  public var maximum: Point? {
    points.reduce(nil) { best, point in
      if let best, best.score >= point.score { best } else { point }
    }
  }

  /// The point of the lowest score, the one of fewest clusters on a tie.
  public var minimum: Point? {
    points.reduce(nil) { best, point in
      if let best, best.score <= point.score { best } else { point }
    }
  }
}
