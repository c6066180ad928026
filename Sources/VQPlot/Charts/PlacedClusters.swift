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

  /// The clusters that have a number in the plot and a line in the legend, in order.
  ///
  /// These are all clusters while they are few, else the largest ones.
  var listed: [Int] {
    guard counts.count > Self.maximumListed else { return Array(counts.indices) }
    // One line says how many others there are.
    let largest = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    return largest.prefix(Self.maximumListed - 1).sorted()
  }

  /// As many as a plot has colours that are easy to tell apart, and a legend has lines.
  private static let maximumListed = 20

  /// The smallest and the largest coordinates.
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
