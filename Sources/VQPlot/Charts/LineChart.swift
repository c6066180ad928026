/// A chart of scores over a varied number, such as the inertia over the number of clusters.
///
/// The panels are stacked above a common x axis.
package struct LineChart: Sendable {
  /// One line.
  package struct Series: Sendable {
    /// The name that identifies the line within its panel.
    package var name: String
    /// The (x, y) pairs in ascending order of x; the line has a gap where y is not finite.
    package var points: [Point]

    package init(name: String = "", points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// Several lines over one y axis.
  package struct Panel: Sendable {
    package var yLabel: String
    package var series: [Series]
    /// The x value to mark, such as the chosen number of clusters.
    package var markedX: Double?
    /// The text of the mark.
    package var mark: String

    package init(
      yLabel: String, series: [Series], markedX: Double? = nil, mark: String = ""
    ) {
      self.yLabel = yLabel
      self.series = series
      self.markedX = markedX
      self.mark = mark
    }
  }

  package var title: String
  package var xLabel: String
  package var panels: [Panel]
  /// A note below the chart.
  package var note: String

  package init(title: String, xLabel: String, panels: [Panel], note: String = "") {
    self.title = title
    self.xLabel = xLabel
    self.panels = panels
    self.note = note
  }

  /// The space above each panel, for the text of its mark.
  private static let gap = 24.0
  /// The part of that space that the page already leaves above the first panel.
  private static let head = 8.0

  /// The drawing of the chart; its height grows with the number of panels.
  package var drawing: Drawing {
    let theme = Theme.light
    let panelHeight = panels.count == 1 ? 300.0 : 150
    let count = Double(max(panels.count, 1))
    let height =
      42 - Self.head + count * (panelHeight + Self.gap) + Frame.bottomMargin
      + (note.isEmpty ? 8 : 28)
    let page = Page(size: Point(720, height), title: title, note: note, theme: theme)
    var drawing = page.drawing

    let points = panels.flatMap(\.series).flatMap(\.points)
    let x = Axis(
      from: points.map(\.x).min() ?? 0, to: points.map(\.x).max() ?? 1, room: 0.03,
      tickCount: 10, isWhole: points.allSatisfy { $0.x == $0.x.rounded() })
    let axes = panels.map { Self.yAxis(for: $0, height: panelHeight) }
    let left = axes.map { Frame.leftMargin($0) }.max() ?? 0
    for (number, panel) in panels.enumerated() {
      let frame = Frame(
        box: Box(
          x: page.room.left + left,
          y: page.room.top - Self.head + Self.gap + Double(number) * (panelHeight + Self.gap),
          width: page.room.size.x - left, height: panelHeight),
        x: x, y: axes[number])
      Self.draw(
        panel, in: frame, xLabel: number == panels.count - 1 ? xLabel : nil, margin: left,
        on: &drawing, theme)
    }
    return drawing
  }

  private static func yAxis(for panel: Panel, height: Double) -> Axis {
    let values = panel.series.flatMap(\.points).map(\.y).filter(\.isFinite)
    return Axis(
      from: values.min() ?? .infinity, to: values.max() ?? -.infinity, room: 0.08,
      tickCount: Int(height / 28))
  }

  private static func draw(
    _ panel: Panel, in frame: Frame, xLabel: String?, margin: Double, on drawing: inout Drawing,
    _ theme: Theme
  ) {
    frame.drawGrid(on: &drawing, theme)
    if let x = panel.markedX { drawMark(at: x, of: panel, in: frame, on: &drawing, theme) }
    for (number, series) in panel.series.enumerated() {
      let colour = theme.hues[number % theme.hues.count]
      let pieces = series.points.split { !$0.y.isFinite }.map { $0.map { frame.place(of: $0) } }
      for piece in pieces where piece.count > 1 {
        drawing.add(.line(piece, Stroke(colour, width: 2)))
      }
      let radius = series.points.count <= 60 ? 2.8 : 1
      drawing.add(.dots(pieces.flatMap(\.self), radius: radius, Paint(colour)))
      for point in series.points where point.x == panel.markedX && point.y.isFinite {
        drawing.add(
          .circle(
            centre: frame.place(of: point), radius: 5.5, Paint(theme.ground),
            outline: Stroke(colour, width: 2.4)))
      }
    }
    if panel.series.count > 1 { drawNames(of: panel, in: frame, on: &drawing, theme) }
    frame.drawAxes(on: &drawing, xLabel: xLabel, yLabel: panel.yLabel, margin: margin, theme)
  }

  private static func drawMark(
    at x: Double, of panel: Panel, in frame: Frame, on drawing: inout Drawing, _ theme: Theme
  ) {
    let top = frame.place(of: Point(x, frame.y.range.upperBound))
    drawing.add(
      .line(
        [top, Point(top.x, frame.box.bottom)],
        Stroke(theme.faintInk, width: 1.2, isDashed: true)))
    let size = Frame.tickSize
    let reach = StrokeFont.width(of: panel.mark, size: size, isBold: true) / 2
    let middle = max(min(top.x, frame.box.right - reach), frame.box.left + reach)
    drawing.add(
      .text(
        Label(
          text: panel.mark, place: Point(middle, top.y - 5), size: size, colour: theme.ink,
          anchor: .middle, isBold: true)))
  }

  /// Draws the names of the lines at the right, one below the other.
  private static func drawNames(
    of panel: Panel, in frame: Frame, on drawing: inout Drawing, _ theme: Theme
  ) {
    let size = Frame.tickSize
    let width = panel.series.map { StrokeFont.width(of: $0.name, size: size) }.max() ?? 0
    for (number, series) in panel.series.enumerated() {
      let middle = Point(frame.box.right - width - 8, frame.box.top + 12 + 15 * Double(number))
      drawing.add(
        .line(
          [middle - Point(22, 0), middle - Point(6, 0)],
          Stroke(theme.hues[number % theme.hues.count], width: 2)))
      drawing.add(
        .text(
          Label(
            text: series.name, place: Label.baseline(centring: size, at: middle), size: size,
            colour: theme.ink)))
    }
  }
}
