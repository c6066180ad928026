package import VectorQuantization

extension MatrixSpan {
  /// Converts one row to `Double`, into a buffer with one element for each column.
  @inline(__always)
  func widen(_ row: Int, into buffer: inout [Double]) {
    let elements = self[row: row]
    for column in elements.indices { buffer[column] = Double(elements[column]) }
  }

  /// Copies the given rows, in the given order.
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

/// Returns the squared distance between `row` and the row that begins at index `start` of `rows`.
@inline(__always)
func squaredDistance(_ row: [Double], _ rows: [Double], at start: Int) -> Double {
  var sum = 0.0
  for column in row.indices {
    let difference = row[column] - rows[start + column]
    sum += difference * difference
  }
  return sum
}
