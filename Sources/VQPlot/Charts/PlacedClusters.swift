/// Clusters as they are to be seen: where observations and centroids lie on the axes.
struct PlacedClusters {
  /// Something of a cluster, and where it is.
  struct Dot {
    let place: Point
    let code: Int
  }

  /// The observations that are drawn.
  let dots: [Dot]
  /// The centroids of clusters that have observations.
  let centroids: [Dot]
  /// How many observations each cluster has, drawn or not.
  let counts: [Int]
  /// How many observations there are, drawn or not.
  let observationCount: Int

  var hasLegend: Bool { counts.count <= Legend.greatestCount }

  /// The least and the greatest coordinates.
  var extent: (low: Point, high: Point) {
    var (low, high) = (Point(repeating: .infinity), Point(repeating: -.infinity))
    for dot in [dots, centroids].joined() {
      low = pointwiseMin(low, dot.place)
      high = pointwiseMax(high, dot.place)
    }
    return (low, high)
  }

  /// What a reader has to know of what is drawn.
  var note: String {
    var parts: [String] = []
    if dots.count < observationCount {
      parts.append(
        "\(Numbers.grouped(dots.count)) of \(Numbers.grouped(observationCount)) observations drawn")
    }
    let empty = counts.count { $0 == 0 }
    if empty > 0, observationCount > 0 {
      parts.append(
        empty == 1 ? "1 cluster is empty" : "\(Numbers.grouped(empty)) clusters are empty")
    }
    return parts.joined(separator: "; ")
  }
}
