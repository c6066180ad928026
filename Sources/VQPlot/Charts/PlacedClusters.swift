/// Clusters with the positions of their observations and centroids on the axes.
struct PlacedClusters {
  /// A position, and the cluster that it belongs to.
  struct Dot {
    let place: Point
    let code: Int
  }

  /// The observations to draw.
  let dots: [Dot]
  /// The centroids of the clusters that have observations.
  let centroids: [Dot]
  /// The number of observations of each cluster, drawn or not.
  let counts: [Int]
  /// The number of all observations, drawn or not.
  let observationCount: Int

  /// The clusters that have a number in the plot and a line in the legend, in ascending order.
  ///
  /// These are all clusters if there are few, and otherwise the largest ones.
  var listed: [Int] {
    guard counts.count > Self.maximumListed else { return Array(counts.indices) }
    // One line of the legend is needed for the number of other clusters.
    let largest = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    return largest.prefix(Self.maximumListed - 1).sorted()
  }

  /// The maximum number of legend lines, which is also the number of easily distinguished colours.
  private static let maximumListed = 20

  /// The minimum and maximum coordinates.
  var extent: (low: Point, high: Point) {
    var (low, high) = (Point(repeating: .infinity), Point(repeating: -.infinity))
    for dot in [dots, centroids].joined() {
      low = pointwiseMin(low, dot.place)
      high = pointwiseMax(high, dot.place)
    }
    return (low, high)
  }

  /// The note for the reader: whether observations were left out, and how many clusters are empty.
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
