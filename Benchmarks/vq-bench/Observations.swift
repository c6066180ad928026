import Foundation
import VQFormats
import VectorQuantization

extension Scenario {
  /// The file of the scenario's data in `folder`, or `nil` if it is not there; generated data need
  /// none.
  func dataFile(in folder: String?) -> String? {
    guard case .file(let name) = data, let folder else { return nil }
    let path = folder + "/" + name + ".npy"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// The observations, read from the file at `path` and converted to the scalar, or generated if
  /// that is `nil`.
  func observations<Scalar: VectorScalar>(
    of type: Scalar.Type, from path: String?
  ) throws -> Matrix<Scalar> {
    guard let path else { return mixture() }
    let matrix = try Matrix<Scalar>(converting: path)
    guard matrix.rowCount == n, matrix.columnCount == d else {
      throw BenchError.failure(
        "\(path) is \(matrix.rowCount) x \(matrix.columnCount), and the scenario \(name) is "
          + "\(n) x \(d); export the data again")
    }
    return matrix
  }

  /// Observations around √n centres, so that clusters are neither clean nor noise.
  private func mixture<Scalar: VectorScalar>() -> Matrix<Scalar> {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func uniform() -> Scalar {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Scalar(state >> 40) * 0x1p-24
    }
    let centerCount = Int(Double(n).squareRoot())
    let centers = (0..<(centerCount * d)).map { _ in uniform() * 10 }
    return Matrix(rows: n, columns: d) { output in
      for row in 0..<n {
        let center = row &* 7919 % centerCount
        for feature in 0..<d {
          let spread = uniform() + uniform() + uniform() - 1.5
          output.append(centers[center * d + feature] + 2 * spread)
        }
      }
    }
  }
}

extension Matrix {
  /// Reads a file into memory, in a scalar of the caller's choice.
  init(converting path: String) throws {
    let file = try ObservationFile(opening: path)
    if file.elementType == ElementType(of: Scalar.self) {
      self.init(copying: file.span(as: Scalar.self))
    } else if file.elementType == .float32 {
      self.init(converting: file.span(as: Float.self))
    } else {
      self.init(converting: file.span(as: Double.self))
    }
  }

  private init<Source: VectorScalar>(converting source: MatrixSpan<Source>) {
    self.init(rows: source.rowCount, columns: source.columnCount) { output in
      for row in 0..<source.rowCount {
        let elements = source[row: row]
        for column in elements.indices { output.append(Scalar(elements[column])) }
      }
    }
  }

  /// Copies of `count` rows at equal distances.
  func rows(_ count: Int) -> Matrix {
    Matrix(rows: count, columns: columnCount) { output in
      for number in 0..<count {
        let row = span[row: number * (rowCount / count)]
        for column in row.indices { output.append(row[column]) }
      }
    }
  }
}
