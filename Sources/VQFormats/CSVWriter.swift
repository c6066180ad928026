public import VectorQuantization

/// Writes tables of numbers: `.csv` with commas, `.tsv` with tabs, without a header.
///
/// Each number is written with as few digits as bring it back exactly. Each kind of table can be
/// written at once or staged, to be committed together with others: see ``AtomicFile``.
public enum CSVWriter {
  /// Writes a matrix, one row a line.
  ///
  /// - Parameters:
  ///   - matrix: The matrix.
  ///   - path: The path of the file; with the extension `.tsv` fields are separated by tabs. Any
  ///     file there is replaced, in one step.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``; a file already there is then untouched.
  public static func write<Scalar: VectorScalar>(
    _ matrix: MatrixSpan<Scalar>, to path: String
  ) throws(FormatError) {
    try stage(matrix, replacing: path).commit()
  }

  /// Writes numbers, distances for instance, one a line.
  ///
  /// - Parameters:
  ///   - elements: The numbers.
  ///   - path: The path of the file. Any file there is replaced, in one step.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``; a file already there is then untouched.
  public static func write<Scalar: VectorScalar>(
    _ elements: Span<Scalar>, to path: String
  ) throws(FormatError) {
    try stage(elements, replacing: path).commit()
  }

  /// Writes codes, one a line.
  ///
  /// - Parameters:
  ///   - codes: The codes.
  ///   - path: The path of the file. Any file there is replaced, in one step.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``; a file already there is then untouched.
  public static func write(_ codes: Span<Int32>, to path: String) throws(FormatError) {
    try stage(codes, replacing: path).commit()
  }

  /// Writes a matrix beside the file that it is to replace.
  ///
  /// - Parameters:
  ///   - matrix: The matrix.
  ///   - path: The path of the file to replace or create.
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
