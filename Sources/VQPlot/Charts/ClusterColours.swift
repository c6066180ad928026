/// Which cluster has which colour.
///
/// While there are colours enough, cluster *i* has the *i*-th. Beyond, colours return, and a cluster
/// takes one that the clusters around it have not.
struct ClusterColours {
  private let colours: [Colour]

  /// Above this number of clusters neighbours cannot be told apart.
  private static let maximumSearch = 1000

  /// - Parameters:
  ///   - centroids: Where the centroids are seen.
  ///   - hues: The colours there are.
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
        // Nearer than a marker is wide, it no longer matters how near.
        let nearness = 1 / max((gap * gap).sum(), 100)
        for candidate in hues.indices { costs[candidate] += nearness * likeness[candidate][hue] }
      }
      // Among equals, in turn.
      let order = hues.indices.map { ($0 + number) % hues.count }
      chosen.append(order.min { costs[$0] < costs[$1] } ?? 0)
    }
    colours = chosen.map { hues[$0] }
  }

  subscript(_ code: Int) -> Colour { colours[code] }

  /// How alike two colours look: 1 if they are the same, and soon next to nothing.
  private static func likeness(_ first: Colour, _ second: Colour) -> Double {
    let gap = first.parts - second.parts
    // T. Riemersma's weights, by which the eye sees green best, for the mean of red.
    let red = (first.parts.x + second.parts.x) / 2 / 256
    let distance = (gap * gap * SIMD3(2 + red, 4, 3 - red)).sum().squareRoot()
    let half = 1 / (1 + (distance / 90) * (distance / 90))
    return half * half
  }
}
