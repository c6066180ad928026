/// The covered fraction of each pixel in a rectangle of a canvas, from 0 to 1.
///
/// Overlapping shapes do not add up. The edge of a shape is one pixel wide: the coverage is 1 from
/// half a pixel inside, and 0 from half a pixel outside.
struct Coverage {
  let columns: Range<Int>
  let rows: Range<Int>
  private(set) var values: [Float]

  /// Creates an empty coverage of the pixels within `reach` of some points.
  init(around points: some Sequence<Point>, reach: Double, width: Int, height: Int) {
    var (low, high) = (Point(repeating: .infinity), Point(repeating: -.infinity))
    for point in points {
      low = pointwiseMin(low, point)
      high = pointwiseMax(high, point)
    }
    columns = Self.pixels(from: low.x - reach, to: high.x + reach, below: width)
    rows = Self.pixels(from: low.y - reach, to: high.y + reach, below: height)
    values = Array(repeating: 0, count: columns.count * rows.count)
  }

  /// Returns the pixels between two positions.
  private static func pixels(from low: Double, to high: Double, below limit: Int) -> Range<Int> {
    guard low <= high else { return 0..<0 }
    let bound = Double(limit)
    let first = Int(min(max(low.rounded(.down), 0), bound))
    return first..<max(first, Int(min(max(high.rounded(.up), 0), bound)))
  }

  /// Adds a line with round ends; a line of length 0 is a disc.
  mutating func addLine(from start: Point, to end: Point, radius: Double) {
    let (low, high) = (pointwiseMin(start, end), pointwiseMax(start, end))
    let reach = radius + 0.5
    let columns = Self.pixels(from: low.x - reach, to: high.x + reach, below: columns.upperBound)
      .clamped(to: columns)
    let rows = Self.pixels(from: low.y - reach, to: high.y + reach, below: rows.upperBound)
      .clamped(to: rows)
    let way = end - start
    let square = (way * way).sum()
    for row in rows {
      for column in columns {
        let middle = Point(Double(column) + 0.5, Double(row) + 0.5) - start
        let share = square > 0 ? min(max((middle * way).sum() / square, 0), 1) : 0
        let gap = middle - way * share
        lay(Float(reach - (gap * gap).sum().squareRoot()), row, column)
      }
    }
  }

  /// Adds a rectangle.
  mutating func add(_ box: Box) {
    for row in rows {
      let high = min(box.bottom, Double(row) + 1) - max(box.top, Double(row))
      for column in columns {
        let wide = min(box.right, Double(column) + 1) - max(box.left, Double(column))
        lay(Float(max(wide, 0) * max(high, 0)), row, column)
      }
    }
  }

  private mutating func lay(_ value: Float, _ row: Int, _ column: Int) {
    guard value > 0 else { return }
    let index = (row - rows.lowerBound) * columns.count + column - columns.lowerBound
    values[index] = max(values[index], min(value, 1))
  }
}
