/// The positions of markers: on their centroids, or next to them if they would hide each other.
enum MarkerLayout {
  private static let roundLimit = 100

  /// Moves positions apart, and none farther than necessary.
  ///
  /// - Parameters:
  ///   - places: The positions of the centroids in the drawing.
  ///   - distance: The minimum distance between two markers.
  ///   - box: The box in which the centres of the markers must stay.
  /// - Returns: As many positions. They may be closer together if there are too many for the box.
  /// - Complexity: O(*k*²) for each of at most 100 iterations.
  static func spread(_ places: [Point], apart distance: Double, within box: Box) -> [Point] {
    var spread = places
    for _ in 0..<roundLimit {
      var isDone = true
      for first in spread.indices {
        for second in spread.indices.dropFirst(first + 1) {
          var way = spread[second] - spread[first]
          if way == .zero { way = direction(first + second) }
          let length = (way * way).sum().squareRoot()
          // The tolerance lets the iterations end; otherwise some of many markers would never stop.
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

  /// Returns a short vector in one of several directions, for markers at the same position.
  private static func direction(_ number: Int) -> Point {
    let directions = [Point(3, 1), Point(-1, 3), Point(1, 2), Point(2, -3), Point(-3, 2)]
    return directions[number % directions.count] / 100
  }

  private static func kept(_ place: Point, within box: Box) -> Point {
    pointwiseMin(pointwiseMax(place, box.origin), box.origin + box.size)
  }
}
