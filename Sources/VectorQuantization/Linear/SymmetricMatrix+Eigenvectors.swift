extension SymmetricMatrix {
  // Convergence is quadratic, so fewer sweeps are enough in practice.
  private static let sweepLimit = 50

  /// The eigenvectors, orthonormal and in no particular order.
  ///
  /// - Complexity: O(`order`³) for each of about ten sweeps.
  package var eigenvectors: [[Double]] { diagonalized().map(\.vector) }

  /// The eigenvalues in descending order, each with an eigenvector of length 1.
  ///
  /// - Returns: One pair for each row of the matrix.
  /// - Complexity: O(`order`³) for each of about ten sweeps.
  package func eigenpairs() -> [(value: Double, vector: [Double])] {
    diagonalized().sorted { $0.value > $1.value }
  }

  /// Rotates the matrix until it is diagonal.
  ///
  /// C. G. J. Jacobi's method with cyclic sweeps; each rotation uses the smaller angle: H.
  /// Rutishauser, "The Jacobi method for real symmetric matrices", Numerische Mathematik 9, 1966.
  private func diagonalized() -> [(value: Double, vector: [Double])] {
    let d = order
    var matrix = elements
    var vectors = [Double](repeating: 0, count: d * d)
    for index in 0..<d { vectors[index * d + index] = 1 }
    // Rotations preserve the sum of squares, so this norm is valid throughout.
    let norm = (0..<d).reduce(0) { sum, row in
      sum + matrix[(row * d)..<((row + 1) * d)].reduce(0) { $0 + $1 * $1 }
    }
    for _ in 0..<Self.sweepLimit {
      var rest = 0.0
      for row in 0..<d {
        for column in 0..<row { rest += matrix[row * d + column] * matrix[row * d + column] }
      }
      if rest <= norm * Double.ulpOfOne * Double.ulpOfOne { break }
      for one in 0..<d {
        for other in (one + 1)..<max(d, one + 1) where matrix[one * d + other] != 0 {
          let rotation = Rotation(
            between: matrix[one * d + one], and: matrix[other * d + other],
            sharing: matrix[one * d + other])
          rotation.turn(&matrix, (one, other), step: d, count: d)
          rotation.turn(&matrix, (one * d, other * d), step: 1, count: d)
          rotation.turn(&vectors, (one * d, other * d), step: 1, count: d)
        }
      }
    }
    return (0..<d).map { (matrix[$0 * d + $0], Array(vectors[($0 * d)..<(($0 + 1) * d)])) }
  }
}

/// A rotation in a plane.
private struct Rotation {
  private let cosine: Double
  private let sine: Double

  /// Creates the rotation that makes the off-diagonal element of two diagonal elements zero.
  init(between first: Double, and second: Double, sharing element: Double) {
    let ratio = (second - first) / (2 * element)
    let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (ratio * ratio + 1).squareRoot())
    cosine = 1 / (tangent * tangent + 1).squareRoot()
    sine = tangent * cosine
  }

  /// Rotates two rows or columns, which begin at `starts` and whose elements are `step` apart.
  func turn(_ elements: inout [Double], _ starts: (Int, Int), step: Int, count: Int) {
    for index in 0..<count {
      let (one, other) = (starts.0 + index * step, starts.1 + index * step)
      let (left, right) = (elements[one], elements[other])
      elements[one] = cosine * left - sine * right
      elements[other] = sine * left + cosine * right
    }
  }
}
