/// The colour of each cluster.
///
/// If there are enough colours, cluster *i* has the *i*-th one. Otherwise colours are reused, and a
/// cluster takes a colour that differs from those of the clusters around it.
struct ClusterColours {
  private let colours: [Colour]

  /// The maximum number of clusters for which neighbours get different colours; more cannot be told
  /// apart.
  private static let maximumSearch = 1000

  /// Chooses the colours.
  ///
  /// - Parameters:
  ///   - centroids: The positions of the centroids in the drawing.
  ///   - hues: The available colours.
  init(centroids: [Point], hues: [Colour]) {
    guard centroids.count > hues.count, centroids.count <= Self.maximumSearch else {
      colours = centroids.indices.map { hues[$0 % hues.count] }
      return
    }
    let likeness = hues.map { hue in hues.map { Self.likeness(hue, $0) } }
    var chosen: [Int] = []
    for (number, centroid) in centroids.enumerated() {
      var costs = [Double](repeating: 0, count: hues.count)
      for (other, hue) in chosen.enumerated() {
        let gap = centroids[other] - centroid
        // Distances below the width of a marker all count the same.
        let nearness = 1 / max((gap * gap).sum(), 100)
        for candidate in hues.indices { costs[candidate] += nearness * likeness[candidate][hue] }
      }
      // On a tie, the colours take turns.
      let order = hues.indices.map { ($0 + number) % hues.count }
      chosen.append(order.min { costs[$0] < costs[$1] } ?? 0)
    }
    colours = chosen.map { hues[$0] }
  }

  subscript(_ code: Int) -> Colour { colours[code] }

  /// Returns the similarity of two colours: 1 if they are equal, and almost 0 if they clearly
  /// differ.
  private static func likeness(_ first: Colour, _ second: Colour) -> Double {
    let gap = first.parts - second.parts
    // T. Riemersma's weights for the mean red value; the eye is most sensitive to green.
    let red = (first.parts.x + second.parts.x) / 2 / 256
    let distance = (gap * gap * SIMD3(2 + red, 4, 3 - red)).sum().squareRoot()
    let half = 1 / (1 + (distance / 90) * (distance / 90))
    return half * half
  }
}
