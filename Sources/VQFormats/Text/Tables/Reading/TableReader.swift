internal import VectorQuantization

/// Reads tables of numbers in text, as people and programs write them.
///
/// The first megabyte decides the separator, the decimal mark, the header and the use of each
/// column: see ``ReadingOptions`` and `Docs/Guide/Formats.md`. Rows and fields follow RFC 4180: a
/// field between quotation marks may contain separators and line feeds, and two quotation marks in
/// it stand for one. Blanks around a field are ignored. Blank lines and comments are not rows.
public enum TableReader {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The path of the file, or `-` for standard input. A file compressed with gzip is
  ///     decompressed.
  ///   - options: What is known about the file, and which columns are features and labels.
  ///   - workers: The maximum number of threads; `nil` for all processors. The result does not
  ///     depend on it.
  /// - Returns: At least one row, each number rounded to the nearest `Double`.
  /// - Throws: ``FormatError`` with the line and column of the first faulty field. For an ambiguous
  ///   file the error names the option that decides.
  /// - Complexity: O(*n*) time for *n* bytes; memory for the numbers and labels only.
  public static func read(
    _ path: String, options: ReadingOptions = .automatic, workers: Int? = nil
  ) throws(FormatError) -> ObservationTable {
    try read(path, options: options, workers: workers, blockByteCount: 1 << 20)
  }

  /// Reads a file in blocks of about the given length, which does not affect the result.
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
