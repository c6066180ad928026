/// A real symmetric matrix.
package struct SymmetricMatrix: Sendable, Equatable {
  package let order: Int
  /// All elements, row by row.
  package let elements: [Double]

  /// Creates a matrix from its lower triangle.
  ///
  /// - Parameters:
  ///   - order: The number of rows.
  ///   - elements: `order` rows of `order` elements; those above the diagonal are ignored.
  package init(order: Int, lowerTriangleOf elements: [Double]) {
    precondition(elements.count == order * order, "a symmetric matrix is square")
    var elements = elements
    for row in 0..<order {
      for column in 0..<row { elements[column * order + row] = elements[row * order + column] }
    }
    self.order = order
    self.elements = elements
  }

  /// Whether no element is an infinity or a NaN.
  var isFinite: Bool { elements.allSatisfy(\.isFinite) }

  /// The matrix with all elements divided by a number.
  package func divided(by divisor: Double) -> SymmetricMatrix {
    SymmetricMatrix(order: order, lowerTriangleOf: elements.map { $0 / divisor })
  }
}
