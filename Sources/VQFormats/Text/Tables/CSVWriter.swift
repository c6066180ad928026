public import VectorQuantization

/// Writes tables of numbers: `.csv` with commas, `.tsv` with tabs, without a header.
///
/// Each number is written with as few digits as bring it back exactly. A table is staged, then
/// committed, alone or together with others: see ``AtomicFile``.
public enum CSVWriter {
  /// Writes a matrix, one row a line, beside the file that it is to replace.
  ///
  /// - Parameters:
  ///   - matrix: The matrix.
  ///   - path: The path of the file to replace or create; with the extension `.tsv` fields are
  ///     separated by tabs.
  /// - Returns: The complete file, to be committed.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  public static func stage<Scalar: VectorScalar>(
    _ matrix: MatrixSpan<Scalar>, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    var table = try TableText(replacing: path)
    for row in 0..<matrix.rowCount { try table.append(scalars: matrix[row: row]) }
    return try table.finish()
  }

  /// Writes numbers, one a line, beside the file that it is to replace.
  ///
  /// - Parameters:
  ///   - elements: The numbers.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  public static func stage<Scalar: VectorScalar>(
    _ elements: Span<Scalar>, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    try stage(MatrixSpan(elements, columns: 1), replacing: path)
  }

  /// Writes codes, one a line, beside the file that it is to replace.
  ///
  /// - Parameters:
  ///   - codes: The codes.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  public static func stage(
    _ codes: Span<Int32>, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    var table = try TableText(replacing: path)
    for index in codes.indices {
      try table.append(numbers: codes.extracting(index..<(index + 1)))
    }
    return try table.finish()
  }
}
