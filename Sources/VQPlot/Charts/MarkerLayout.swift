/// Where markers are drawn: on their centroids, or beside them if they would hide each other.
enum MarkerLayout {
  private static let roundLimit = 100

  /// Moves places apart, none farther than is needed.
  ///
  /// - Parameters:
  ///   - places: Where the centroids are seen.
  ///   - distance: How far apart two markers must be.
  ///   - box: Where their centres have to stay.
  /// - Returns: As many places. They may be nearer to each other if there are too many for the box.
  /// - Complexity: O(*k*²) a round.
  static func spread(_ places: [Point], apart distance: Double, within box: Box) -> [Point] {
    var spread = places
    for _ in 0..<roundLimit {
      var isDone = true
      for first in spread.indices {
        for second in spread.indices.dropFirst(first + 1) {
          var way = spread[second] - spread[first]
          if way == .zero { way = direction(first + second) }
          let length = (way * way).sum().squareRoot()
          // A little nearer will do, or the last of many would never come to rest.
          guard length < 0.98 * distance else { continue }
          isDone = false
          let step = way / length * (distance - min(length, distance)) / 2
          spread[first] = kept(spread[first] - step, within: box)
          spread[second] = kept(spread[second] + step, within: box)
        }
      }
      if isDone { break }
    }
    return spread
  }

  /// A short way in one of some directions, for markers that lie on each other.
  private static func direction(_ number: Int) -> Point {
    let directions = [Point(3, 1), Point(-1, 3), Point(1, 2), Point(2, -3), Point(-3, 2)]
    return directions[number % directions.count] / 100
  }

  private static func kept(_ place: Point, within box: Box) -> Point {
    pointwiseMin(pointwiseMax(place, box.origin), box.origin + box.size)
  }
}
