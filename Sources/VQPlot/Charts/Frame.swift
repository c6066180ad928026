/// A plot area with its two axes.
struct Frame {
  let box: Box
  let x: Axis
  let y: Axis

  private static let tickLength = 4.0
  static let tickSize = 11.0
  static let labelSize = 12.0

  /// Returns the position of a pair of numbers in the drawing, clamped to the edges.
  func place(of pair: Point) -> Point {
    Point(
      box.left + box.size.x * x.fraction(of: pair.x),
      box.bottom - box.size.y * y.fraction(of: pair.y))
  }

  /// Draws thin lines at the ticks of the y axis, below the data.
  func drawGrid(on drawing: inout Drawing, _ theme: Theme) {
    for tick in y.ticks {
      let height = place(of: Point(x.range.lowerBound, tick)).y
      drawing.add(
        .line(
          [Point(box.left, height), Point(box.right, height)], Stroke(theme.faintLine, width: 1)))
    }
  }

  /// Draws the axes, the ticks and the labels.
  ///
  /// - Parameters:
  ///   - drawing: The drawing.
  ///   - xLabel: The label of the x axis; `nil` also leaves out its numbers.
  ///   - yLabel: The label of the y axis.
  ///   - margin: The distance of the y label from the axis; by default the smallest that the
  ///     numbers allow.
  ///   - theme: The colours.
  func drawAxes(
    on drawing: inout Drawing, xLabel: String?, yLabel: String, margin: Double? = nil,
    _ theme: Theme
  ) {
    let stroke = Stroke(theme.line, width: 1)
    let (topLeft, corner) = (box.origin, Point(box.left, box.bottom))
    let bottomRight = box.origin + box.size
    drawing.add(.line([topLeft, corner, bottomRight], stroke))

    for tick in x.ticks {
      let place = place(of: Point(tick, y.range.lowerBound))
      drawing.add(.line([place, place + Point(0, Self.tickLength)], stroke))
    }
    for (tick, text) in zip(y.ticks, y.labels) {
      let place = place(of: Point(x.range.lowerBound, tick))
      drawing.add(.line([place, place - Point(Self.tickLength, 0)], stroke))
      let right = place - Point(Self.tickLength + 4, 0)
      drawing.add(
        .text(
          Label(
            text: text, place: Label.baseline(centring: Self.tickSize, at: right),
            size: Self.tickSize, colour: theme.faintInk, anchor: .end)))
    }
    drawing.add(
      .text(
        Label(
          text: yLabel,
          place: Point(box.left - (margin ?? Self.leftMargin(y)) + Self.labelSize, box.centre.y),
          size: Self.labelSize, colour: theme.ink, anchor: .middle, isUpright: true)))
    guard let xLabel else { return }
    for (tick, text) in zip(x.ticks, x.labels) {
      let place = place(of: Point(tick, y.range.lowerBound))
      drawing.add(
        .text(
          Label(
            text: text, place: place + Point(0, Self.tickLength + 13), size: Self.tickSize,
            colour: theme.faintInk, anchor: .middle)))
    }
    drawing.add(
      .text(
        Label(
          text: xLabel, place: Point(box.centre.x, box.bottom + 36), size: Self.labelSize,
          colour: theme.ink, anchor: .middle)))
  }

  /// Returns the space to the left for an axis and its label.
  static func leftMargin(_ axis: Axis) -> Double {
    let widest = axis.labels.map { StrokeFont.width(of: $0, size: tickSize) }.max() ?? 0
    return (tickLength + 4 + widest + 10 + labelSize).rounded(.up)
  }

  /// The space below for an axis and its label.
  static let bottomMargin = 42.0
}
