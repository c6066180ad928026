import VQPlot

/// Accessors for the elements of drawings in tests.
extension Drawing {
  var texts: [Label] {
    shapes.compactMap { if case .text(let label) = $0 { label } else { nil } }
  }

  /// The circles with an outline: the markers of a plot of clusters.
  var rings: [(centre: Point, radius: Double)] {
    shapes.compactMap { shape in
      if case .circle(let centre, let radius, _, .some) = shape { (centre, radius) } else { nil }
    }
  }

  /// The dots that are drawn one by one.
  var dots: [Point] {
    shapes.flatMap { shape -> [Point] in
      if case .dots(let points, _, _) = shape { points } else { [] }
    }
  }

  /// The rectangle between the axes: the first line with a corner.
  var frame: Box? {
    for case .line(let points, _) in shapes where points.count == 3 {
      return Box(
        x: points[0].x, y: points[0].y, width: points[2].x - points[0].x,
        height: points[2].y - points[0].y)
    }
    return nil
  }

  /// Whether all positions are finite.
  var isFinite: Bool {
    shapes.allSatisfy { shape in
      let points: [Point] =
        switch shape {
        case .rectangle(let box, _), .pixels(_, let box): [box.origin, box.size]
        case .circle(let centre, let radius, _, _): [centre, Point(radius, radius)]
        case .line(let points, _), .dots(let points, _, _): points
        case .text(let label): [label.place]
        }
      return points.allSatisfy { $0.x.isFinite && $0.y.isFinite }
    }
  }
}
