public import VectorQuantization

/// Writes tables of numbers: `.csv` with commas, `.tsv` with tabs.
///
/// The table has a header if the captions name the columns, and columns of labels if the captions
/// contain labels. Text gets quotation marks where RFC 4180 requires them.
///
/// Each number is written as the shortest text that reads back as the same number. A table is
/// staged, then committed, alone or together with others: see ``AtomicFile``.
public enum CSVWriter {
  /// Writes a matrix, one row a line, to a temporary file next to its target.
  ///
  /// - Parameters:
  ///   - matrix: The matrix.
  ///   - captions: The names of its columns and the labels of its rows.
  ///   - path: The path of the file to replace or create. The extension `.tsv` selects tabs as
  ///     separators.
  /// - Returns: The complete file, to be committed.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  public static func stage<Scalar: VectorScalar>(
    _ matrix: MatrixSpan<Scalar>, captions: TableCaptions = .none, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    var table = try TableText(replacing: path)
    try table.append(headerOf: captions)
    for row in 0..<matrix.rowCount {
      try table.append(labels: captions.labels(ofRow: row), scalars: matrix[row: row])
    }
    return try table.finish()
  }

  /// Writes numbers, one a line, to a temporary file next to their target.
  ///
  /// - Parameters:
  ///   - elements: The numbers.
  ///   - captions: The name of their column and the labels of its rows.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  public static func stage<Scalar: VectorScalar>(
    _ elements: Span<Scalar>, captions: TableCaptions = .none, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    try stage(MatrixSpan(elements, columns: 1), captions: captions, replacing: path)
  }

  /// Writes codes, one a line, to a temporary file next to their target.
  ///
  /// - Parameters:
  ///   - codes: The codes.
  ///   - captions: The name of their column and the labels of its rows.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  public static func stage(
    _ codes: Span<Int32>, captions: TableCaptions = .none, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    var table = try TableText(replacing: path)
    try table.append(headerOf: captions)
    for index in codes.indices {
      try table.append(
        labels: captions.labels(ofRow: index), numbers: codes.extracting(index..<(index + 1)))
    }
    return try table.finish()
  }
}
