/// The markers of centroids.
///
/// The clusters that the legend lists have a badge with their number; all others have a small ring.
struct CentroidMarkers {
  /// The distance from the centre of a badge to the middle of its outline.
  let radius: Double
  private let textSize: Double
  private let ringRadius: Double
  private let listed: Set<Int>

  private static let ink = Colour(0x0D0F18)

  /// Creates markers, which are smaller if there are more clusters.
  init(_ clusters: PlacedClusters) {
    listed = Set(clusters.listed)
    switch clusters.counts.count {
    case ...12: (radius, textSize) = (9, 10)
    case listed.count: (radius, textSize) = (8, 9)
    default: (radius, textSize) = (6.5, 7.5)
    }
    ringRadius = clusters.counts.count <= 200 ? 2.4 : 1.8
  }

  /// Returns whether a cluster has a badge.
  func isNumbered(_ code: Int) -> Bool { listed.contains(code) }

  /// Draws the markers of centroids.
  ///
  /// Badges move apart if they would hide each other, but not out of the box. Later markers cover
  /// earlier ones.
  func draw(
    _ centroids: [(code: Int, place: Point)], within box: Box, on drawing: inout Drawing
  ) {
    for centroid in centroids where !isNumbered(centroid.code) {
      drawRing(at: centroid.place, on: &drawing)
    }
    let reach = radius + 1
    let inner = Box(
      x: box.left + reach, y: box.top + reach, width: max(0, box.size.x - 2 * reach),
      height: max(0, box.size.y - 2 * reach))
    let badges = centroids.filter { isNumbered($0.code) }
    let places = MarkerLayout.spread(badges.map(\.place), apart: 2 * radius, within: inner)
    for (centroid, place) in zip(badges, places) where isFar(centroid.place, from: place) {
      drawing.add(.line([centroid.place, place], Stroke(Self.ink, width: 1.4)))
      drawRing(at: centroid.place, on: &drawing)
    }
    for (centroid, place) in zip(badges, places) {
      drawBadge(centroid.code, at: place, on: &drawing)
    }
  }

  /// Returns whether a badge does not cover its centroid.
  private func isFar(_ centroid: Point, from place: Point) -> Bool {
    let gap = place - centroid
    return (gap * gap).sum() > radius * radius
  }

  /// Draws a white disc with a dark outline, and the number of the cluster in it.
  func drawBadge(_ code: Int, at centre: Point, on drawing: inout Drawing) {
    drawing.add(
      .circle(
        centre: centre, radius: radius, Paint(.white), outline: Stroke(Self.ink, width: 1.4)))
    drawing.add(
      .text(
        Label(
          text: String(code), place: Label.baseline(centring: textSize, at: centre),
          size: textSize, colour: Self.ink, anchor: .middle, isBold: true)))
  }

  /// Draws a small white disc with a dark outline.
  func drawRing(at centre: Point, on drawing: inout Drawing) {
    drawing.add(
      .circle(
        centre: centre, radius: ringRadius, Paint(.white), outline: Stroke(Self.ink, width: 1)))
  }
}
