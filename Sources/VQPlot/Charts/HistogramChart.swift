internal import Foundation

/// A histogram with bars divided by cluster, and a marker above each centroid.
struct HistogramChart {
  let clusters: PlacedClusters
  let xLabel: String

  /// Draws the plot, including its axes, into a box of the drawing.
  func draw(in room: Box, on drawing: inout Drawing, _ theme: Theme) {
    let extent = clusters.extent
    let (low, high) = Axis.spread(extent.low.x, extent.high.x)
    let bins = Bins(of: clusters, from: low, to: high)
    let y = Axis(
      showing: 0...max(1, 1.05 * Double(bins.maximum)), tickCount: 6, isWhole: true)
    let left = Frame.leftMargin(y)
    var box = Box(
      x: room.left + left, y: room.top, width: room.size.x - left - Legend.width - 18,
      height: room.size.y - Frame.bottomMargin)
    let x = Axis(from: low, to: high, tickCount: max(2, Int(box.size.x / 65)))

    let markers = CentroidMarkers(clusters)
    let columns = clusters.centroids.map { box.left + box.size.x * x.fraction(of: $0.place.x) }
    let badges = clusters.centroids.indices.filter {
      markers.isNumbered(clusters.centroids[$0].code)
    }
    let pitch = 2 * markers.radius + 3
    let levels = Self.levels(of: badges.map { columns[$0] }, apart: pitch)
    let strip = Double((levels.max() ?? 0) + 1) * pitch + 4
    box = Box(
      x: box.left, y: box.top + strip, width: box.size.x, height: box.size.y - strip)
    let frame = Frame(box: box, x: x, y: y)

    var seen = [Point](repeating: .zero, count: clusters.counts.count)
    for (centroid, column) in zip(clusters.centroids, columns) {
      seen[centroid.code] = Point(column, 0)
    }
    let colours = ClusterColours(centroids: seen, hues: theme.hues)
    frame.drawGrid(on: &drawing, theme)
    draw(bins, colours, in: frame, on: &drawing)
    let drawn =
      clusters.dots.count < clusters.observationCount ? "observations drawn" : "observations"
    frame.drawAxes(on: &drawing, xLabel: xLabel, yLabel: drawn, theme)

    var tops = [Double](repeating: box.top, count: columns.count)
    for (badge, level) in zip(badges, levels) {
      tops[badge] = box.top - 4 - markers.radius - Double(level) * pitch
    }
    for (column, top) in zip(columns, tops) {
      drawing.add(
        .line(
          [Point(column, top), Point(column, box.bottom)],
          Stroke(theme.ink, width: 1, opacity: columns.count <= 24 ? 0.7 : 0.3)))
    }
    for index in columns.indices {
      let (code, place) = (clusters.centroids[index].code, Point(columns[index], tops[index]))
      if markers.isNumbered(code) {
        markers.drawBadge(code, at: place, on: &drawing)
      } else {
        markers.drawRing(at: place, on: &drawing)
      }
    }
    Legend(clusters, colours).draw(
      at: Point(room.right - Legend.width, room.top + 12), on: &drawing, theme)
  }

  private func draw(
    _ bins: Bins, _ colours: ClusterColours, in frame: Frame, on drawing: inout Drawing
  ) {
    for bin in 0..<bins.count {
      var below = 0
      for (code, count) in bins.parts[bin] {
        let low = frame.place(of: Point(bins.edge(bin), Double(below)))
        let high = frame.place(of: Point(bins.edge(bin + 1), Double(below + count)))
        below += count
        // A thin gap separates the bars if they are wide enough.
        let gap = high.x - low.x > 5 ? 0.6 : 0
        let box = Box(
          x: low.x + gap / 2, y: high.y, width: high.x - low.x - gap, height: low.y - high.y)
        drawing.add(.rectangle(box, Paint(colours[code], opacity: 0.9)))
      }
    }
  }

  /// Returns the lowest level for each marker at which it touches no other marker of the level.
  private static func levels(of columns: [Double], apart: Double) -> [Int] {
    let levelLimit = 4
    var ends = [Double](repeating: -.infinity, count: levelLimit)
    var levels = [Int](repeating: 0, count: columns.count)
    for index in columns.indices.sorted(by: { columns[$0] < columns[$1] }) {
      let free = ends.firstIndex { columns[index] - $0 >= apart }
      // If no level is free, use the one with the smallest overlap.
      let level = free ?? ends.indices.min { ends[$0] < ends[$1] } ?? 0
      levels[index] = level
      ends[level] = columns[index]
    }
    return levels
  }
}

/// The number of observations of each cluster in bins of equal width.
private struct Bins {
  let low: Double
  let width: Double
  /// For each bin, its clusters in the order of their centroids, and their counts.
  private(set) var parts: [[(code: Int, count: Int)]]

  var count: Int { parts.count }
  var maximum: Int { parts.map { $0.reduce(0) { $0 + $1.count } }.max() ?? 0 }

  func edge(_ bin: Int) -> Double { low + width * Double(bin) }

  init(of clusters: PlacedClusters, from low: Double, to high: Double) {
    let values = clusters.dots.map(\.place.x).sorted()
    let count = Self.count(for: values, from: low, to: high)
    let width = (high - low) / Double(count)
    var counts = [[Int: Int]](repeating: [:], count: count)
    for dot in clusters.dots {
      counts[min(max(Int((dot.place.x - low) / width), 0), count - 1)][dot.code, default: 0] += 1
    }
    var order = [Double](repeating: 0, count: clusters.counts.count)
    for centroid in clusters.centroids { order[centroid.code] = centroid.place.x }
    parts = counts.map { codes in
      codes.map { (code: $0.key, count: $0.value) }
        .sorted { (order[$0.code], $0.code) < (order[$1.code], $1.code) }
    }
    self.low = low
    self.width = width
  }

  /// Returns the number of bins that shows the shape of the distribution.
  ///
  /// The rule of D. Freedman and P. Diaconis, "On the histogram as a density estimator", 1981,
  /// assumes a single peak, and treats several peaks as one broad one. So the result is at least
  /// the square root of the count, and at most as many bins as can be distinguished.
  private static func count(for values: [Double], from low: Double, to high: Double) -> Int {
    guard values.count > 1 else { return 11 }
    let spread = values[values.count * 3 / 4] - values[values.count / 4]
    let width = 2 * spread / cbrt(Double(values.count))
    guard width > 0 else { return 41 }
    let minimum = max(10, Double(values.count).squareRoot())
    return Int(min(max((high - low) / width, minimum), 80).rounded(.up))
  }
}
