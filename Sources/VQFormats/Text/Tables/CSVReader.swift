/// Reads tables of numbers: `.csv` with commas, `.tsv` with tabs.
///
/// Rows and fields are as RFC 4180 has them: a field between quotation marks may hold separators,
/// line feeds, and two quotation marks for one; a carriage return may stand before a line feed, and
/// a byte order mark before everything. Spaces around a field do not matter. Blank lines may come
/// before the first row and after the last.
///
/// The first line is a header, which names the columns, if it has no number in it; a first line of
/// words and numbers is an error rather than a header, lest a row with a slip be lost. `nan`, `inf`
/// and `infinity` are numbers; a field that is empty or `NA` is not.
public enum CSVReader {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The path of the file. With the extension `.tsv` fields are separated by tabs, with any
  ///     other by commas.
  ///   - selection: Which columns are features, and which one labels the rows.
  ///   - workers: The most threads to use; `nil` for every processor. The result is the same on any
  ///     number.
  /// - Returns: At least one row, each number rounded to the nearest `Double`.
  /// - Throws: ``FormatError``, with line and column of the first field in the file that is wrong.
  /// - Complexity: O(*n*) for *n* bytes, in memory for the numbers and labels only: the text is
  ///   mapped.
  public static func read(
    _ path: String, selecting selection: TableSelection = .all, workers: Int? = nil
  ) throws(FormatError) -> ObservationTable {
    try read(path, selecting: selection, workers: workers, blockByteCount: 1 << 20)
  }

  /// Reads a file in blocks of about some length, which does not change the result.
  package static func read(
    _ path: String, selecting selection: TableSelection, workers: Int?, blockByteCount: Int
  ) throws(FormatError) -> ObservationTable {
    let file = try MappedFile(opening: path)
    guard !file.starts(with: [0xFF, 0xFE]), !file.starts(with: [0xFE, 0xFF]) else {
      throw .unsupportedEncoding(path: path)
    }
    let powers = PowersOfTen.all
    let parser = NumberParser(powers.significands.span)
    let text = file.bytes.elements(as: UInt8.self)
    let head = try TableHead(text, separator: FileFormat.separator(of: path), parser, path: path)
    let layout = try TableLayout(
      selection, columnCount: head.columnCount, header: head.header, path: path)
    let body = TableBody(
      text, head, layout, parser, blockByteCount: blockByteCount, workers: workers)
    switch body.read() {
    case .success(let table):
      return table
    case .failure(let fault):
      throw body.textColumnError(fault, path: path)
        ?? fault.error(in: text, path: path, layout: layout)
    }
  }
}
