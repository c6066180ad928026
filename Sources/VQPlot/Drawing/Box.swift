/// A position in a drawing.
///
/// x grows to the right and y downwards, from the top left corner, in units of 1/96 inch.
package typealias Point = SIMD2<Double>

/// An axis-parallel rectangle.
package struct Box: Sendable, Equatable {
  /// The top left corner.
  package var origin: Point
  package var size: Point

  package init(x: Double, y: Double, width: Double, height: Double) {
    origin = Point(x, y)
    size = Point(width, height)
  }

  package var left: Double { origin.x }
  package var top: Double { origin.y }
  package var right: Double { origin.x + size.x }
  package var bottom: Double { origin.y + size.y }
  package var centre: Point { origin + size / 2 }

  /// Returns whether a point is inside the rectangle or on its edge.
  package func contains(_ point: Point) -> Bool {
    (left...right).contains(point.x) && (top...bottom).contains(point.y)
  }
}
