/// The colours of clusters, and how many observations each has.
struct Legend {
  /// With more clusters there is none: their numbers are at the centroids.
  static let greatestCount = 12
  static let width = 150.0

  let counts: [Int]
  let colours: ClusterColours

  /// Draws the legend downwards from its top left.
  func draw(at origin: Point, on drawing: inout Drawing, _ theme: Theme) {
    let size = 11.0
    let total = Double(max(counts.reduce(0, +), 1))
    func add(_ text: String, _ place: Point, _ anchor: Label.Anchor, _ colour: Colour) {
      drawing.add(
        .text(
          Label(
            text: text, place: Label.baseline(centring: size, at: place), size: size,
            colour: colour, anchor: anchor)))
    }
    let ends = (count: origin.x + Self.width - 44, share: origin.x + Self.width)
    add("cluster", origin, .start, theme.faintInk)
    add("observations", Point(ends.share, origin.y), .end, theme.faintInk)
    for (code, count) in counts.enumerated() {
      let middle = origin + Point(0, 20 * Double(code + 1))
      drawing.add(
        .circle(centre: middle + Point(5, 0), radius: 5, Paint(colours[code]), outline: nil))
      add(String(code), middle + Point(16, 0), .start, theme.ink)
      add(Numbers.grouped(count), Point(ends.count, middle.y), .end, theme.ink)
      add(Numbers.share(Double(count) / total), Point(ends.share, middle.y), .end, theme.faintInk)
    }
  }
}
