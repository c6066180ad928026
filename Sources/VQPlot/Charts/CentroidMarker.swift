/// A white disc in a dark ring, with the number of the cluster in it.
struct CentroidMarker {
  /// The distance from the centre to the middle of the ring.
  let radius: Double
  let isNumbered: Bool
  private let textSize: Double

  private static let ink = Colour(0x0D0F18)

  /// Markers for so many clusters: the more, the smaller.
  init(clusterCount: Int) {
    isNumbered = clusterCount <= 100
    switch clusterCount {
    case ...24: (radius, textSize) = (10, 11)
    case ...100: (radius, textSize) = (8, 8.5)
    case ...400: (radius, textSize) = (3, 0)
    default: (radius, textSize) = (1.8, 0)
    }
  }

  /// Draws markers for centroids, beside them where they would hide each other.
  ///
  /// The markers that come last lie above the others, and none leaves the box.
  func draw(
    _ centroids: [(code: Int, place: Point)], within box: Box, on drawing: inout Drawing
  ) {
    let reach = radius + 1
    let inner = Box(
      x: box.left + reach, y: box.top + reach, width: max(0, box.size.x - 2 * reach),
      height: max(0, box.size.y - 2 * reach))
    let places =
      isNumbered
      ? MarkerLayout.spread(centroids.map(\.place), apart: 2 * radius, within: inner)
      : centroids.map(\.place)
    for (centroid, place) in zip(centroids, places) where isFar(centroid.place, from: place) {
      drawing.add(.line([centroid.place, place], Stroke(Self.ink, width: 1.4)))
      drawing.add(
        .circle(
          centre: centroid.place, radius: 2.4, Paint(Self.ink), outline: Stroke(.white, width: 1)))
    }
    for (centroid, place) in zip(centroids, places) {
      draw(centroid.code, at: place, on: &drawing)
    }
  }

  /// Whether a marker leaves its centroid uncovered.
  private func isFar(_ centroid: Point, from place: Point) -> Bool {
    let gap = place - centroid
    return (gap * gap).sum() > radius * radius
  }

  func draw(_ code: Int, at centre: Point, on drawing: inout Drawing) {
    drawing.add(
      .circle(
        centre: centre, radius: radius, Paint(.white),
        outline: Stroke(Self.ink, width: isNumbered ? 1.6 : 1.2)))
    guard isNumbered else { return }
    drawing.add(
      .text(
        Label(
          text: String(code), place: Label.baseline(centring: textSize, at: centre),
          size: textSize, colour: Self.ink, anchor: .middle, isBold: true)))
  }
}
