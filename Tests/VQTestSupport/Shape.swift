import Testing

/// The size of a clustering problem.
package struct Shape: Sendable, Hashable, CustomTestStringConvertible {
  package let rows: Int
  package let columns: Int
  package let clusterCount: Int

  package init(_ rows: Int, _ columns: Int, _ clusterCount: Int) {
    self.rows = rows
    self.columns = columns
    self.clusterCount = clusterCount
  }

  package var testDescription: String { "\(rows) x \(columns), k \(clusterCount)" }
}

extension Shape {
  /// Sizes next to the widths of vectors, register tiles and row tiles, where edges need special
  /// code.
  ///
  /// Each number of rows, features and centroids occurs, including *k* = 1 and *k* = *n*.
  package static let edgeCases = [
    Shape(1, 1, 1), Shape(1, 129, 1),
    Shape(2, 3, 2), Shape(2, 5, 1),
    Shape(15, 1, 15), Shape(15, 4, 3),
    Shape(16, 2, 7), Shape(16, 8, 8),
    Shape(17, 5, 2), Shape(17, 9, 17),
    Shape(47, 7, 9), Shape(48, 3, 40), Shape(48, 16, 8),
    Shape(49, 1, 3), Shape(49, 17, 7),
    Shape(95, 2, 9), Shape(95, 33, 17),
    Shape(97, 4, 40), Shape(97, 8, 2),
    Shape(383, 1, 40), Shape(383, 5, 17),
    Shape(385, 3, 8), Shape(385, 16, 1), Shape(385, 129, 9),
    Shape(769, 2, 3), Shape(769, 7, 40), Shape(769, 33, 7),
  ]

  /// More observations than a few tiles contain.
  package static let large = Shape(6000, 7, 23)

  /// Fifteen million multiplications per pass, enough for seven workers to start.
  package static let parallel = Shape(12_000, 20, 64)
}
