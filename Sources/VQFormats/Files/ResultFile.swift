public import VectorQuantization

/// Writes results in the format that the path's extension names: `.npy`, `.csv`, `.tsv`, `.fvecs` for
/// scalars, which are rounded to `Float`, or `.ivecs` for codes.
///
/// Names of columns and labels of rows go to text only: other files have no place for them.
public enum ResultFile {
  /// Writes a matrix, a codebook for instance, beside the file that it is to replace.
  ///
  /// - Parameters:
  ///   - matrix: The matrix.
  ///   - captions: The names of its columns and the labels of its rows.
  ///   - oneDimensional: Whether a `.npy` file holds one column as an array of one dimension.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError`` if the extension names no format that holds such numbers, or the file
  ///   cannot be written.
  public static func stage<Scalar: VectorScalar>(
    _ matrix: MatrixSpan<Scalar>, captions: TableCaptions = .none, oneDimensional: Bool = false,
    replacing path: String
  ) throws(FormatError) -> AtomicFile {
    switch try FileFormat(ofResult: path, holding: ElementType(of: Scalar.self)) {
    case .npy: try NPYWriter.stage(matrix, oneDimensional: oneDimensional, replacing: path)
    case .csv, .tsv: try CSVWriter.stage(matrix, captions: captions, replacing: path)
    default: try RowWriter.stage(StoredSpan(matrix), replacing: path)
    }
  }

  /// Writes numbers, distances for instance, beside the file that it is to replace.
  ///
  /// - Parameters:
  ///   - elements: The numbers.
  ///   - captions: The name of their column and the labels of its rows.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError`` if the extension names no format that holds such numbers, or the file
  ///   cannot be written.
  public static func stage<Scalar: VectorScalar>(
    _ elements: Span<Scalar>, captions: TableCaptions = .none, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    switch try FileFormat(ofResult: path, holding: ElementType(of: Scalar.self)) {
    case .npy: try NPYWriter.stage(elements, replacing: path)
    case .csv, .tsv: try CSVWriter.stage(elements, captions: captions, replacing: path)
    default:
      try RowWriter.stage(StoredSpan(MatrixSpan(elements, columns: 1)), replacing: path)
    }
  }

  /// Writes codes beside the file that it is to replace.
  ///
  /// - Parameters:
  ///   - codes: The codes.
  ///   - captions: The name of their column and the labels of its rows.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError`` if the extension names no format that holds such numbers, or the file
  ///   cannot be written.
  public static func stage(
    _ codes: Span<Int32>, captions: TableCaptions = .none, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    switch try FileFormat(ofResult: path, holding: .int32) {
    case .npy: try NPYWriter.stage(codes, replacing: path)
    case .csv, .tsv: try CSVWriter.stage(codes, captions: captions, replacing: path)
    default:
      try RowWriter.stage(
        StoredSpan(codes, of: .int32, rows: codes.count, columns: 1), replacing: path)
    }
  }
}
