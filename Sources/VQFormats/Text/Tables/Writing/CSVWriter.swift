public import VectorQuantization

/// Writes tables of numbers: `.csv` with commas, `.tsv` with tabs.
///
/// There is a header if the captions name the columns, and a first column of labels if they hold
/// labels; text that needs quotation marks gets them as in RFC 4180.
///
/// Each number is written with as few digits as bring it back exactly. A table is staged, then
/// committed, alone or together with others: see ``AtomicFile``.
public enum CSVWriter {
  /// Writes a matrix, one row a line, beside the file that it is to replace.
  ///
  /// - Parameters:
  ///   - matrix: The matrix.
  ///   - captions: The names of its columns and the labels of its rows.
  ///   - path: The path of the file to replace or create; with the extension `.tsv` fields are
  ///     separated by tabs.
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

  /// Writes numbers, one a line, beside the file that it is to replace.
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

  /// Writes codes, one a line, beside the file that it is to replace.
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
