import Foundation
import VQFormats
import VectorQuantization

extension Scenario {
  /// The file with the scenario's data in `folder`; `nil` if there is none, or if the data are
  /// generated.
  func dataFile(in folder: String?) -> String? {
    guard case .file(let name) = data, let folder else { return nil }
    let path = folder + "/" + name + ".npy"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// The observations: read from the file at `path` and converted to the scalar type, or generated
  /// if `path` is `nil`.
  func observations<Scalar: VectorScalar>(
    of type: Scalar.Type, from path: String?
  ) throws -> Matrix<Scalar> {
    guard let path else { return try data.observations(n, d) }
    let matrix = try Matrix<Scalar>(converting: path)
    guard matrix.rowCount == n, matrix.columnCount == d else {
      throw BenchError.failure(
        "\(path) is \(matrix.rowCount) x \(matrix.columnCount), and the scenario \(name) is "
          + "\(n) x \(d); export the data again")
    }
    return matrix
  }
}

extension Matrix {
  /// Reads a file into memory, and converts it to the scalar type.
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
}
