import Foundation
import VQFormats
import VQTestSupport
import VectorQuantization

/// Writes inputs, and reads the values of a command's result files.
extension TemporaryFolder {
  func write<Scalar: VectorScalar>(
    _ matrix: Matrix<Scalar>, oneDimensional: Bool = false, to name: String
  ) throws -> String {
    let file = try ResultFile.stage(
      matrix.span, oneDimensional: oneDimensional, replacing: path(name))
    try file.commit()
    return path(name)
  }

  func link(_ name: String, to target: String) throws -> String {
    try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
    return path(name)
  }

  /// Reads the numbers of a file, which must have the given scalar type.
  func matrix<Scalar: VectorScalar>(_ name: String, of scalar: Scalar.Type) throws -> Matrix<Scalar>
  {
    let file = try ObservationFile(opening: path(name))
    return Matrix(copying: file.span(as: scalar))
  }

  func isOneDimensional(_ name: String) throws -> Bool {
    let file = try NPYFile(opening: path(name))
    return file.isOneDimensional
  }

  /// Reads the codes of a `.npy` file.
  func codes(_ name: String) throws -> [Int32] {
    let file = try NPYFile(opening: path(name))
    let elements = file.int32Elements()
    return elements.indices.map { elements[$0] }
  }
}
