/// A legend with the colour of each cluster and its number of observations.
struct Legend {
  static let width = 150.0

  /// The clusters in the legend.
  private let codes: [Int]
  private let counts: [Int]
  private let colours: ClusterColours

  private static let textSize = 11.0

  init(_ clusters: PlacedClusters, _ colours: ClusterColours) {
    codes = clusters.listed
    counts = clusters.counts
    self.colours = colours
  }

  /// Draws the legend downwards from its top left corner.
  func draw(at origin: Point, on drawing: inout Drawing, _ theme: Theme) {
    let total = Double(max(counts.reduce(0, +), 1))
    func add(_ text: String, _ place: Point, _ anchor: Label.Anchor, _ colour: Colour) {
      drawing.add(
        .text(
          Label(
            text: text, place: Label.baseline(centring: Self.textSize, at: place),
            size: Self.textSize, colour: colour, anchor: anchor)))
    }
    let ends = (count: origin.x + Self.width - 44, share: origin.x + Self.width)
    let others = counts.count - codes.count
    add(
      others > 0 ? "\(codes.count) largest" : "cluster", origin, .start, theme.faintInk)
    add("observations", Point(ends.share, origin.y), .end, theme.faintInk)
    for (line, code) in codes.enumerated() {
      let middle = origin + Point(0, 20 * Double(line + 1))
      drawing.add(
        .circle(centre: middle + Point(5, 0), radius: 5, Paint(colours[code]), outline: nil))
      add(String(code), middle + Point(16, 0), .start, theme.ink)
      add(Numbers.grouped(counts[code]), Point(ends.count, middle.y), .end, theme.ink)
      let share = Double(counts[code]) / total
      add(Numbers.share(share), Point(ends.share, middle.y), .end, theme.faintInk)
    }
    guard others > 0 else { return }
    let last = origin + Point(0, 20 * Double(codes.count + 1))
    add("and \(Numbers.grouped(others)) more", last, .start, theme.faintInk)
    let count = counts.reduce(0, +) - codes.reduce(0) { $0 + counts[$1] }
    add(Numbers.share(Double(count) / total), Point(ends.share, last.y), .end, theme.faintInk)
  }
}
