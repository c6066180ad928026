/// A symmetric matrix, small enough to be turned until it is diagonal.
package struct SymmetricMatrix {
  private var elements: [[Double]]

  package init(_ elements: [[Double]]) {
    self.elements = elements
  }

  /// More sweeps than this are never needed: convergence is quadratic.
  private static let mostSweeps = 50

  /// The eigenvectors, one a row, orthonormal and in no particular order.
  ///
  /// C. G. J. Jacobi's method, a cyclic sweep at a time, each rotation by the smaller angle: H.
  /// Rutishauser, "The Jacobi method for real symmetric matrices", Numerische Mathematik 9, 1966.
  ///
  /// - Complexity: O(*d*³) for each of some ten sweeps.
  package var eigenvectors: [[Double]] {
    var matrix = elements
    let d = matrix.count
    var vectors = (0..<d).map { row in (0..<d).map { $0 == row ? 1.0 : 0 } }
    // Sums of squares do not change under rotations, so this is the unit throughout.
    let norm = matrix.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
    for _ in 0..<Self.mostSweeps {
      var rest = 0.0
      for row in 0..<d {
        for column in 0..<row { rest += matrix[row][column] * matrix[row][column] }
      }
      if rest <= norm * Double.ulpOfOne * Double.ulpOfOne { break }
      for one in 0..<d {
        for other in (one + 1)..<max(d, one + 1) where matrix[one][other] != 0 {
          let ratio = (matrix[other][other] - matrix[one][one]) / (2 * matrix[one][other])
          let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (ratio * ratio + 1).squareRoot())
          let cosine = 1 / (tangent * tangent + 1).squareRoot()
          let sine = tangent * cosine
          for index in 0..<d {
            let (left, right) = (matrix[index][one], matrix[index][other])
            matrix[index][one] = cosine * left - sine * right
            matrix[index][other] = sine * left + cosine * right
          }
          for index in 0..<d {
            let (left, right) = (matrix[one][index], matrix[other][index])
            matrix[one][index] = cosine * left - sine * right
            matrix[other][index] = sine * left + cosine * right
            let (first, second) = (vectors[one][index], vectors[other][index])
            vectors[one][index] = cosine * first - sine * second
            vectors[other][index] = sine * first + cosine * second
          }
        }
      }
    }
    return vectors
  }
}
