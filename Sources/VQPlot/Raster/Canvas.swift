/// A rasterizer that converts drawings to pixels.
package struct Canvas {
  private var pixels: Pixels
  private let scale: Double

  /// Returns the pixels of a drawing.
  package static func pixels(of drawing: Drawing) -> Pixels {
    var canvas = Canvas(drawing)
    for shape in drawing.shapes { canvas.lay(shape) }
    return canvas.pixels
  }

  private init(_ drawing: Drawing) {
    scale = Double(drawing.pixelsPerUnit)
    pixels = Pixels(
      width: Int((drawing.size.x * scale).rounded()),
      height: Int((drawing.size.y * scale).rounded()), drawing.ground)
  }

  private mutating func lay(_ shape: Shape) {
    switch shape {
    case .rectangle(let box, let paint):
      let box = scaled(box)
      var coverage = coverage([box.origin, box.origin + box.size], reach: 0)
      coverage.add(box)
      blend(coverage, paint)
    case .circle(let centre, let radius, let paint, let outline):
      // The outline is the part of a larger disc that a smaller one does not cover.
      let rim = (outline?.width ?? 0) / 2
      if let outline { layDots([centre], radius: radius + rim, outline.paint) }
      layDots([centre], radius: radius - rim, paint)
    case .line(let points, let stroke):
      layLine(points, stroke)
    case .dots(let points, let radius, let paint):
      layDots(points, radius: radius, paint)
    case .text(let label):
      layLines(
        StrokeFont.strokes(of: label), Paint(label.colour),
        width: StrokeFont.penWidth(size: label.size, isBold: label.isBold))
    case .pixels(let source, let box):
      copy(source, to: scaled(box))
    }
  }

  private mutating func layDots(_ points: [Point], radius: Double, _ paint: Paint) {
    let points = points.map { $0 * scale }
    var coverage = coverage(points, reach: radius * scale + 0.5)
    for point in points { coverage.addLine(from: point, to: point, radius: radius * scale) }
    blend(coverage, paint)
  }

  private mutating func layLine(_ points: [Point], _ stroke: Stroke) {
    let lines = stroke.isDashed ? Dashes.cut(points) : [points]
    layLines(lines, stroke.paint, width: stroke.width)
  }

  private mutating func layLines(_ lines: [[Point]], _ paint: Paint, width: Double) {
    let lines = lines.map { $0.map { $0 * scale } }
    let radius = width * scale / 2
    var coverage = coverage(lines.joined(), reach: radius + 0.5)
    for line in lines {
      for (start, end) in zip(line, line.dropFirst()) {
        coverage.addLine(from: start, to: end, radius: radius)
      }
    }
    blend(coverage, paint)
  }

  private func coverage(_ points: some Sequence<Point>, reach: Double) -> Coverage {
    Coverage(around: points, reach: reach, width: pixels.width, height: pixels.height)
  }

  private func scaled(_ box: Box) -> Box {
    Box(
      x: box.left * scale, y: box.top * scale, width: box.size.x * scale,
      height: box.size.y * scale)
  }

  private mutating func blend(_ coverage: Coverage, _ paint: Paint) {
    let colour = paint.colour.parts
    var index = 0
    for row in coverage.rows {
      for column in coverage.columns {
        let share = Double(coverage.values[index]) * paint.opacity
        index += 1
        guard share > 0 else { continue }
        let byte = 3 * (row * pixels.width + column)
        for part in 0..<3 {
          let below = Double(pixels.bytes[byte + part])
          pixels.bytes[byte + part] = UInt8((below + (colour[part] - below) * share).rounded())
        }
      }
    }
  }

  /// Copies pixels into a box, scaled by the nearest-neighbour method.
  private mutating func copy(_ source: Pixels, to box: Box) {
    let (left, top) = (Int(box.left.rounded()), Int(box.top.rounded()))
    let (width, height) = (Int(box.size.x.rounded()), Int(box.size.y.rounded()))
    for row in max(0, top)..<max(0, top, min(top + height, pixels.height)) {
      let sourceRow = (row - top) * source.height / height
      for column in max(0, left)..<max(0, left, min(left + width, pixels.width)) {
        let from = 3 * (sourceRow * source.width + (column - left) * source.width / width)
        let to = 3 * (row * pixels.width + column)
        for part in 0..<3 { pixels.bytes[to + part] = source.bytes[from + part] }
      }
    }
  }
}

/// The dashes of a dashed line.
private enum Dashes {
  static func cut(_ points: [Point]) -> [[Point]] {
    var dashes: [[Point]] = []
    // The distance of the pen from the start of the current dash, along the line.
    var phase = 0.0
    let period = Stroke.dash.on + Stroke.dash.off
    for (start, end) in zip(points, points.dropFirst()) {
      let length = ((end - start) * (end - start)).sum().squareRoot()
      guard length > 0 else { continue }
      let direction = (end - start) / length
      var place = -phase
      while place < length {
        let (from, to) = (max(place, 0), min(place + Stroke.dash.on, length))
        if from < to { dashes.append([start + direction * from, start + direction * to]) }
        place += period
      }
      phase = length - (place - period)
    }
    return dashes
  }
}
