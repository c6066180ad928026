import Testing
import VQSelection
import VectorQuantization

@Suite struct SymmetricMatrixTests {
  @Test("finds orthonormal vectors that the matrix only stretches", arguments: [1, 2, 5, 12])
  func findsEigenvectors(_ size: Int) {
    var generator = Xoshiro256(seed: 4, restart: size)
    var elements = [[Double]](repeating: Array(repeating: 0, count: size), count: size)
    for row in 0..<size {
      for column in 0...row {
        elements[row][column] = generator.normal()
        elements[column][row] = elements[row][column]
      }
    }
    let vectors = SymmetricMatrix(elements).eigenvectors
    // Rotations of so few rows and columns lose a few dozen roundings.
    let tolerance = 1e-13 * Double(size)
    for (number, vector) in vectors.enumerated() {
      let image = elements.map { dot($0, vector) }
      for (other, another) in vectors.enumerated() {
        #expect(abs(dot(vector, another) - (number == other ? 1 : 0)) <= tolerance)
        #expect(number == other || abs(dot(image, another)) <= tolerance)
      }
    }
  }

  @Test func leavesADiagonalMatrixAlone() {
    #expect(SymmetricMatrix([[2, 0], [0, 0]]).eigenvectors == [[1, 0], [0, 1]])
    #expect(SymmetricMatrix([[0, 0], [0, 0]]).eigenvectors == [[1, 0], [0, 1]])
  }

  private func dot(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
