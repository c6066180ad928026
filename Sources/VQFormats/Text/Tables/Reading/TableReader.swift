internal import VectorQuantization

/// Reads tables of numbers in text, as people and programs write them.
///
/// Separator, decimal mark, header and the use of each column are decided from the first megabyte:
/// see ``ReadingOptions`` and `Docs/Guide/Formats.md`. Rows and fields are as RFC 4180 has them: a field
/// between quotation marks may hold separators, line feeds, and two quotation marks for one. Blanks
/// around a field do not matter. Blank lines and comments are no rows.
public enum TableReader {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The path of the file, or `-` for standard input; a file compressed with gzip is
  ///     unpacked.
  ///   - options: What is known of the file, and which columns are features and labels.
  ///   - workers: The most threads to use; `nil` for every processor. The result is the same on any
  ///     number.
  /// - Returns: At least one row, each number rounded to the nearest `Double`.
  /// - Throws: ``FormatError``, with line and column of the first field in the file that is wrong, or
  ///   with the option that decides if the file can be read in two ways.
  /// - Complexity: O(*n*) for *n* bytes, in memory for the numbers and labels only.
  public static func read(
    _ path: String, options: ReadingOptions = .automatic, workers: Int? = nil
  ) throws(FormatError) -> ObservationTable {
    try read(path, options: options, workers: workers, blockByteCount: 1 << 20)
  }

  /// Reads a file in blocks of about some length, which does not change the result.
  package static func read(
    _ path: String, options: ReadingOptions, workers: Int?, blockByteCount: Int
  ) throws(FormatError) -> ObservationTable {
    let input = try InputFile(opening: path)
    if let foreign = ForeignFormat.error(for: input.head.span, path: path) { throw foreign }
    let cutting = TableBlocks.Cutting(
      blockByteCount: blockByteCount, workers: workers ?? Workers.usable)
    let contents = try TableInput(options, path: path, cutting).read(input)
    return ObservationTable(
      observations: contents.array.stored.widened(
        rows: 0..<contents.array.layout.rowCount, as: Double.self),
      captions: contents.captions, omittedRows: contents.omittedRows, notes: contents.notes)
  }
}
