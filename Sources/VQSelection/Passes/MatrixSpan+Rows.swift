package import VectorQuantization

extension MatrixSpan {
  /// Writes one row into a buffer of as many numbers.
  @inline(__always)
  func widen(_ row: Int, into buffer: inout [Double]) {
    let elements = self[row: row]
    for column in elements.indices { buffer[column] = Double(elements[column]) }
  }

  /// The rows of the given numbers, copied, in that order.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func gather(_ rows: [Int]) -> Matrix<Scalar> {
    Matrix(rows: rows.count, columns: columnCount) { output in
      for row in rows {
        let elements = self[row: row]
        for column in elements.indices { output.append(elements[column]) }
      }
    }
  }
}

/// The squared distance of a row of `features` numbers to the one that begins at `start` of `rows`.
@inline(__always)
func squaredDistance(_ row: [Double], _ rows: [Double], at start: Int) -> Double {
  var sum = 0.0
  for column in row.indices {
    let difference = row[column] - rows[start + column]
    sum += difference * difference
  }
  return sum
}
