/// A white disc in a dark ring, with the number of the cluster in it.
struct CentroidMarker {
  /// The distance from the centre to the middle of the ring.
  let radius: Double
  private let isNumbered: Bool
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
