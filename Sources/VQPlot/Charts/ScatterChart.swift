/// A scatter plot of observations coloured by cluster, with a marker on each centroid.
struct ScatterChart {
  let clusters: PlacedClusters
  let xLabel: String
  let yLabel: String

  /// The maximum number of dots that are drawn one by one; more become pixels shaded by density.
  private static let maximumDotCount = 5000

  /// Draws the plot, including its axes, into a box of the drawing.
  func draw(in room: Box, on drawing: inout Drawing, _ theme: Theme) {
    let frame = makeFrame(in: room)
    let colours = drawDots(in: frame, on: &drawing, theme)
    frame.drawAxes(on: &drawing, xLabel: xLabel, yLabel: yLabel, theme)
    drawMarkers(in: frame, on: &drawing)
    Legend(clusters, colours).draw(
      at: Point(room.right - Legend.width, frame.box.top + 12), on: &drawing, theme)
  }

  private func drawMarkers(in frame: Frame, on drawing: inout Drawing) {
    // Markers are drawn in ascending order of the cluster size, so that larger clusters are on top.
    let order = clusters.centroids.sorted {
      (clusters.counts[$0.code], $1.code) < (clusters.counts[$1.code], $0.code)
    }
    CentroidMarkers(clusters).draw(
      order.map { (code: $0.code, place: frame.place(of: $0.place)) }, within: frame.box,
      on: &drawing)
  }

  /// Draws the dots and returns their colours.
  private func drawDots(
    in frame: Frame, on drawing: inout Drawing, _ theme: Theme
  ) -> ClusterColours {
    var seen = [Point](repeating: frame.box.centre, count: clusters.counts.count)
    for centroid in clusters.centroids { seen[centroid.code] = frame.place(of: centroid.place) }
    let colours = ClusterColours(centroids: seen, hues: theme.hues)

    guard clusters.dots.count > Self.maximumDotCount else {
      var places = [[Point]](repeating: [], count: clusters.counts.count)
      for dot in clusters.dots { places[dot.code].append(frame.place(of: dot.place)) }
      let radius = min(3.2, max(1.2, 40 / Double(max(clusters.dots.count, 1)).squareRoot()))
      for (code, places) in places.enumerated() where !places.isEmpty {
        drawing.add(.dots(places, radius: radius, Paint(colours[code], opacity: 0.8)))
      }
      return colours
    }
    let scale = Double(drawing.pixelsPerUnit)
    let size = frame.box.size * scale
    var cloud = DotCloud(
      width: Int(size.x), height: Int(size.y), dotCount: clusters.dots.count)
    for dot in clusters.dots {
      cloud.add((frame.place(of: dot.place) - frame.box.origin) * scale, colours[dot.code])
    }
    drawing.add(.pixels(cloud.pixels(theme), frame.box))
    return colours
  }

  private func makeFrame(in room: Box) -> Frame {
    // The space for labels depends on the axis, and the axis hardly depends on the space. So one draft
    // of the axes is enough.
    let draft = Self.axes(for: clusters.extent, in: room)
    let left = Frame.leftMargin(draft.y)
    let box = Box(
      x: room.left + left, y: room.top, width: room.size.x - left - Legend.width - 18,
      height: room.size.y - Frame.bottomMargin)
    let (x, y) = Self.axes(for: clusters.extent, in: box)
    return Frame(box: box, x: x, y: y)
  }

  /// Returns the axes of a box.
  ///
  /// Both have the same scale, which preserves distances, unless that would leave more than half of
  /// the box empty.
  private static func axes(
    for extent: (low: Point, high: Point), in box: Box
  ) -> (x: Axis, y: Axis) {
    let (left, right) = Axis.spread(extent.low.x, extent.high.x)
    let (bottom, top) = Axis.spread(extent.low.y, extent.high.y)
    var reach = Point(right / 2 - left / 2, top / 2 - bottom / 2)
    reach *= 1.04
    let units = reach / box.size
    if units.min() * 2 >= units.max() { reach = box.size * units.max() }
    let middle = Point(left / 2 + right / 2, bottom / 2 + top / 2)
    func axis(_ middle: Double, _ reach: Double, _ length: Double) -> Axis {
      Axis(showing: (middle - reach)...(middle + reach), tickCount: max(2, Int(length / 65)))
    }
    return (axis(middle.x, reach.x, box.size.x), axis(middle.y, reach.y, box.size.y))
  }
}
