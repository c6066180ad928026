/// The rows of a table as text, to be copied unchanged.
struct TableRows: ~Copyable {
  private let file: MappedFile
  private let plan: TablePlan
  /// The start of each row that is an observation.
  private let starts: [Int]

  /// Finds the rows.
  ///
  /// - Parameters:
  ///   - path: The path of the table.
  ///   - options: The options that the table was read with.
  ///   - omitted: The rows of the table that are not observations.
  /// - Throws: ``FormatError`` if the table cannot be read.
  init(
    of path: String, options: ReadingOptions, omitted: OmittedRows
  ) throws(FormatError) {
    let file = try InputFile(opening: path).contents()
    let table = TableInput(options, path: path, TableBlocks.Cutting())
    (plan, starts) = try Self.find(file, table, omitted)
    self.file = file
  }

  private static func find(
    _ file: borrowing MappedFile, _ table: TableInput, _ omitted: OmittedRows
  ) throws(FormatError) -> (TablePlan, [Int]) {
    let text = file.bytes.elements(as: UInt8.self)
    let end = TableInput.sampleEnd(text)
    let plan = try table.plan(text.extracting(first: end), isWhole: end == text.count)
    let rows = text.extracting(first: plan.dialect.endOfRows(in: text, from: plan.start))
    var scanner = TableScanner(rows, plan.dialect, at: plan.start)
    var starts: [Int] = []
    var (row, skipped) = (0, omitted.rows[...])
    while !scanner.isAtEnd {
      if scanner.skipLineWithoutRow() { continue }
      if skipped.first == row {
        skipped.removeFirst()
      } else {
        starts.append(scanner.position)
      }
      scanner.skipRow()
      row += 1
    }
    return (plan, starts)
  }

  /// The number of observations.
  var count: Int { starts.count }

  /// Writes the header and some rows to a temporary file next to its target.
  func stage(_ rows: [Int], replacing path: String) throws(FormatError) -> AtomicFile {
    var file = try AtomicFile(replacing: path)
    var block: [UInt8] = []
    let text = self.file.bytes.elements(as: UInt8.self)
    if let header = plan.header {
      append(text.extracting(header), to: &block)
    }
    for row in rows {
      var scanner = TableScanner(text, plan.dialect, at: starts[row])
      scanner.skipRow()
      append(text.extracting(starts[row]..<scanner.position), to: &block)
      if block.count > 1 << 18 {
        try file.write(block.span)
        block = []
      }
    }
    try file.write(block.span)
    try file.finish()
    return file
  }

  /// Appends a line; adds a line end if the text ends without one.
  private func append(_ line: Span<UInt8>, to block: inout [UInt8]) {
    for index in line.indices { block.append(line[index]) }
    if block.last != plan.dialect.lineEnd { block.append(plan.dialect.lineEnd) }
  }
}
