import Testing
import VectorQuantization

@Suite struct SymmetricMatrixTests {
  @Test(
    "eigenvectors are orthonormal, and the matrix only scales them", arguments: [0, 1, 2, 5, 12])
  func findsEigenpairs(_ order: Int) {
    let matrix = random(order)
    let pairs = matrix.eigenpairs()
    // Rotations of so few rows and columns accumulate a few dozen rounding errors.
    let tolerance = 1e-13 * Double(order)
    #expect(pairs.count == order)
    #expect(zip(pairs, pairs.dropFirst()).allSatisfy { $0.value >= $1.value })
    for (number, pair) in pairs.enumerated() {
      let image = product(matrix, pair.vector)
      #expect(zip(image, pair.vector).allSatisfy { abs($0 - pair.value * $1) <= tolerance })
      for (other, another) in pairs.enumerated() {
        #expect(abs(dot(pair.vector, another.vector) - (number == other ? 1 : 0)) <= tolerance)
      }
    }
    #expect(Set(matrix.eigenvectors) == Set(pairs.map(\.vector)))
  }

  @Test func leavesADiagonalMatrixAlone() {
    for diagonal in [[0.0, 2], [0, 0]] {
      let matrix = SymmetricMatrix(order: 2, lowerTriangleOf: [diagonal[0], 9, 0, diagonal[1]])
      #expect(matrix.elements == [diagonal[0], 0, 0, diagonal[1]])
      #expect(matrix.eigenvectors == [[1, 0], [0, 1]])
      #expect(matrix.eigenpairs().map(\.value) == diagonal.sorted(by: >))
    }
  }

  @Test("the Cholesky factor times its transpose is the matrix", arguments: [1, 2, 5, 12])
  func factors(_ order: Int) {
    // The square of a symmetric matrix has no negative eigenvalue.
    let root = random(order)
    let rows = (0..<order).map { Array(root.elements[($0 * order)..<(($0 + 1) * order)]) }
    let square = SymmetricMatrix(
      order: order, lowerTriangleOf: rows.flatMap { row in rows.map { dot(row, $0) } })
    let factor = square.choleskyFactor()
    for row in 0..<order {
      #expect(factor[(row * order)..<((row + 1) * order)].dropFirst(row + 1).allSatisfy { $0 == 0 })
      for column in 0..<order {
        let product = (0..<order).reduce(0) {
          $0 + factor[row * order + $1] * factor[column * order + $1]
        }
        #expect(abs(product - square.elements[row * order + column]) <= 1e-13 * Double(order))
      }
    }
  }

  @Test func givesDirectionsWithoutSpreadAZeroColumn() {
    // The second feature is twice the first; the third is constant.
    let matrix = SymmetricMatrix(order: 3, lowerTriangleOf: [1, 0, 0, 2, 4, 0, 0, 0, 0])
    #expect(matrix.choleskyFactor() == [1, 0, 0, 2, 0, 0, 0, 0, 0])
  }

  private func random(_ order: Int) -> SymmetricMatrix {
    var generator = Xoshiro256(seed: 4, restart: order)
    return SymmetricMatrix(
      order: order, lowerTriangleOf: (0..<(order * order)).map { _ in generator.normal() })
  }

  private func product(_ matrix: SymmetricMatrix, _ vector: [Double]) -> [Double] {
    vector.indices.map { row in
      dot(Array(matrix.elements[(row * matrix.order)..<((row + 1) * matrix.order)]), vector)
    }
  }

  private func dot(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
