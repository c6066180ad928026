public import VectorQuantization

/// Writes results in the format of the path's extension.
///
/// The formats are `.npy`, `.csv` and `.tsv`; `.fvecs` for scalars, which are rounded to `Float`;
/// and `.ivecs` for codes. Only text formats store column names and row labels.
public enum ResultFile {
  /// Writes a matrix, such as a codebook, to a temporary file next to its target.
  ///
  /// - Parameters:
  ///   - matrix: The matrix.
  ///   - captions: The names of its columns and the labels of its rows.
  ///   - oneDimensional: Whether a `.npy` file stores a single column as a one-dimensional array.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError`` if the extension names no format for such numbers, or the file
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

  /// Writes numbers, such as distances, to a temporary file next to their target.
  ///
  /// - Parameters:
  ///   - elements: The numbers.
  ///   - captions: The name of their column and the labels of its rows.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError`` if the extension names no format for such numbers, or the file
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

  /// Writes codes to a temporary file next to their target.
  ///
  /// - Parameters:
  ///   - codes: The codes.
  ///   - captions: The name of their column and the labels of its rows.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError`` if the extension names no format for such numbers, or the file
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
