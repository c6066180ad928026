public import VectorQuantization

/// Writes results in the format that the path's extension names: `.npy`, `.csv` or `.tsv`.
public enum ResultFile {
  /// Writes a matrix, a codebook for instance, beside the file that it is to replace.
  ///
  /// - Parameters:
  ///   - matrix: The matrix.
  ///   - oneDimensional: Whether a `.npy` file holds one column as an array of one dimension.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``, or ``FormatError/unknownFormat(path:)``
  ///   if the extension is none of the three.
  public static func stage<Scalar: VectorScalar>(
    _ matrix: MatrixSpan<Scalar>, oneDimensional: Bool = false, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    switch FileFormat(extensionOf: path) {
    case .npy: try NPYWriter.stage(matrix, oneDimensional: oneDimensional, replacing: path)
    case .csv, .tsv: try CSVWriter.stage(matrix, replacing: path)
    case nil: throw .unknownFormat(path: path)
    }
  }

  /// Writes numbers, distances for instance, beside the file that it is to replace.
  ///
  /// - Parameters:
  ///   - elements: The numbers.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``, or ``FormatError/unknownFormat(path:)``
  ///   if the extension is none of the three.
  public static func stage<Scalar: VectorScalar>(
    _ elements: Span<Scalar>, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    switch FileFormat(extensionOf: path) {
    case .npy: try NPYWriter.stage(elements, replacing: path)
    case .csv, .tsv: try CSVWriter.stage(elements, replacing: path)
    case nil: throw .unknownFormat(path: path)
    }
  }

  /// Writes codes beside the file that it is to replace.
  ///
  /// - Parameters:
  ///   - codes: The codes.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``, or ``FormatError/unknownFormat(path:)``
  ///   if the extension is none of the three.
  public static func stage(
    _ codes: Span<Int32>, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    switch FileFormat(extensionOf: path) {
    case .npy: try NPYWriter.stage(codes, replacing: path)
    case .csv, .tsv: try CSVWriter.stage(codes, replacing: path)
    case nil: throw .unknownFormat(path: path)
    }
  }
}
