/// A real symmetric matrix, for its eigenvectors.
struct SymmetricMatrix {
  let order: Int
  /// The elements, row by row; both halves are kept.
  private var elements: [Double]

  init(order: Int, _ elements: [Double]) {
    self.order = order
    self.elements = elements
  }

  /// The eigenvalues, the greatest first, each with a unit vector.
  ///
  /// Cyclic Jacobi rotations, until nothing is left beside the diagonal that a `Double` could add to it:
  /// G. H. Golub and C. F. Van Loan, "Matrix Computations", 4th edition, 8.5.
  consuming func eigenpairs() -> [(value: Double, vector: [Double])] {
    let n = order
    var vectors = [Double](repeating: 0, count: n * n)
    for index in 0..<n { vectors[index * n + index] = 1 }
    let sweepLimit = 64
    for _ in 0..<sweepLimit where n > 1 {
      var isDone = true
      for p in 0..<(n - 1) {
        for q in (p + 1)..<n where rotate(p, q, &vectors) { isDone = false }
      }
      if isDone { break }
    }
    return (0..<n).map { index in
      (elements[index * n + index], (0..<n).map { vectors[index * n + $0] })
    }.sorted { $0.value > $1.value }
  }

  /// Brings an element to zero, unless it is as good as that; the rows of `vectors` turn along.
  private mutating func rotate(_ p: Int, _ q: Int, _ vectors: inout [Double]) -> Bool {
    let n = order
    let (app, aqq, apq) = (elements[p * n + p], elements[q * n + q], elements[p * n + q])
    guard abs(apq) > 0x1p-56 * (abs(app) * abs(aqq)).squareRoot(), abs(apq) > 1e-300 else {
      return false
    }
    let slope = (aqq - app) / (2 * apq)
    let tangent = (slope < 0 ? -1 : 1) / (abs(slope) + (1 + slope * slope).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    let sine = tangent * cosine
    for index in 0..<n {
      let (left, right) = (elements[index * n + p], elements[index * n + q])
      elements[index * n + p] = cosine * left - sine * right
      elements[index * n + q] = sine * left + cosine * right
    }
    for index in 0..<n {
      let (left, right) = (elements[p * n + index], elements[q * n + index])
      elements[p * n + index] = cosine * left - sine * right
      elements[q * n + index] = sine * left + cosine * right
      let (first, second) = (vectors[p * n + index], vectors[q * n + index])
      vectors[p * n + index] = cosine * first - sine * second
      vectors[q * n + index] = sine * first + cosine * second
    }
    return true
  }
}
