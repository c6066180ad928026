internal import VectorQuantization

/// Reads a table from a file into memory: first it decides how to read the table, then it reads its
/// rows.
struct TableInput {
  let options: ReadingOptions
  let path: String
  let cutting: TableBlocks.Cutting

  /// The number of bytes on which all decisions are based.
  static let sampleByteCount = 1 << 20

  init(_ options: ReadingOptions, path: String, _ cutting: TableBlocks.Cutting) {
    self.options = options
    self.path = path
    self.cutting = cutting
  }

  /// Reads all rows.
  func read(_ input: borrowing InputFile) throws(FormatError) -> TableContents {
    switch input.storage {
    case .mapped(let file): try read(file.bytes.elements(as: UInt8.self))
    case .stream(let stream): try read(stream)
    }
  }

  /// Decides how to read a table.
  ///
  /// - Parameters:
  ///   - text: The text, or its beginning.
  ///   - isWhole: Whether `text` is the whole text.
  /// - Returns: How to read the table, and why.
  /// - Throws: ``FormatError`` if the text is not a table, or is ambiguous.
  func plan(_ text: Span<UInt8>, isWhole: Bool) throws(FormatError) -> TablePlan {
    let powers = PowersOfTen.all
    var sniffer = TableSniffer(
      text, isWhole: isWhole, options, path: path, powers.significands.span)
    return try sniffer.plan()
  }

  /// The end of the sample: the part of the text that is needed to decide.
  ///
  /// A row may be longer than a megabyte, so the sample grows until it has more than three lines,
  /// or 64 MB.
  static func sampleEnd(_ text: Span<UInt8>) -> Int {
    var end = min(sampleByteCount, text.count)
    while end < text.count, end < 1 << 26 {
      let head = text.extracting(first: end)
      let preamble = TablePreamble(head, skipping: 0)
      let dialect = Dialect(lineEnd: preamble.lineEnd)
      if head.lineCount(to: end, dialect: dialect) > 3 { break }
      end = min(2 * end, text.count)
    }
    return end
  }

  private func read(_ text: Span<UInt8>) throws(FormatError) -> TableContents {
    let end = Self.sampleEnd(text)
    let plan = try plan(text.extracting(first: end), isWhole: end == text.count)
    let rows = text.extracting(plan.start..<plan.dialect.endOfRows(in: text, from: plan.start))
    var cutting = cutting
    // One worker reads one block; counting the processors would take longer.
    if rows.count <= cutting.blockByteCount { cutting.workers = 1 }
    var assembly = TableAssembly(plan, path: path, workers: cutting.workers)
    try assembly.append(rows, TableBlocks(rows, plan.dialect, cutting))
    return try assembly.finish()
  }

  // MARK: Text that is not in memory

  /// Decides how to read a stream, without consuming any of it.
  private func plan(_ stream: ByteStream) throws(FormatError) -> TablePlan {
    var head = try stream.peek(Self.sampleByteCount)
    var isWhole = head.count < Self.sampleByteCount
    while !isWhole, head.count < 1 << 26, !Self.hasRows(head.span) {
      let wanted = 2 * head.count
      head = try stream.peek(wanted)
      isWhole = head.count < wanted
    }
    return try plan(head.span, isWhole: isWhole)
  }

  /// Whether a text has more than three lines.
  private static func hasRows(_ text: Span<UInt8>) -> Bool {
    let dialect = Dialect(lineEnd: TablePreamble(text, skipping: 0).lineEnd)
    return text.lineCount(to: text.count, dialect: dialect) > 3
  }

  /// Reads a text one window at a time.
  ///
  /// While workers read the rows of one window, one worker fills the next.
  private func read(_ stream: ByteStream) throws(FormatError) -> TableContents {
    let plan = try plan(stream)
    let next = NextWindow(of: stream)
    next.fill(TextWindow.byteCount + plan.start)
    var window = try next.take()
    window.start = plan.start
    var assembly = TableAssembly(plan, path: path, workers: cutting.workers)
    while try append(window, to: &assembly, filling: next) { window = try next.take() }
    return try assembly.finish()
  }

  /// Reads the rows of a window, and fills the next.
  ///
  /// - Returns: Whether there is a next window.
  private func append(
    _ window: TextWindow.Filled, to assembly: inout TableAssembly, filling next: NextWindow
  ) throws(FormatError) -> Bool {
    let dialect = assembly.plan.dialect
    let text = window.text
    let rows = text.extracting(first: dialect.endOfRows(in: text))
    let blocks = TableBlocks(rows, dialect, cutting)
    if window.isLast {
      try assembly.append(rows, blocks)
      return false
    }
    let whole = blocks.withoutLastRow
    try carry(text.extracting(droppingFirst: whole.end), to: next, line: assembly.lineCount + 1)
    try assembly.append(rows, whole) { next.fill(TextWindow.byteCount) }
    return true
  }

  private func carry(
    _ text: Span<UInt8>, to next: NextWindow, line: Int
  ) throws(FormatError) {
    guard text.count < TextWindow.longestRow else {
      throw .invalid(
        path: path, place: "line \(line)", problem: "begins a row of more than 64 MB",
        mend: "look for a quotation mark that is not closed")
    }
    next.begin(with: text)
  }

  // MARK: Rows as text

  /// Part of the text of a table.
  struct Window: ~Escapable {
    let text: Span<UInt8>
    /// The range of the complete rows in `text`.
    let rows: Range<Int>
    let isFirst: Bool
    let isLast: Bool

    @_lifetime(copy text)
    init(_ text: Span<UInt8>, rows: Range<Int>, isFirst: Bool, isLast: Bool) {
      self.text = text
      self.rows = rows
      self.isFirst = isFirst
      self.isLast = isLast
    }
  }

  /// Calls a function with each window of the text, in order.
  ///
  /// The first window begins with the text. Each later window begins where the rows of the previous
  /// window end.
  func forEachWindow(
    of input: borrowing InputFile,
    _ body: (TablePlan, borrowing Window) throws(FormatError) -> Void
  ) throws(FormatError) {
    switch input.storage {
    case .mapped(let file):
      let text = file.bytes.elements(as: UInt8.self)
      let end = Self.sampleEnd(text)
      let plan = try plan(text.extracting(first: end), isWhole: end == text.count)
      let rows = plan.start..<plan.dialect.endOfRows(in: text, from: plan.start)
      try body(plan, Window(text, rows: rows, isFirst: true, isLast: true))
    case .stream(let stream):
      let plan = try plan(stream)
      let next = NextWindow(of: stream)
      next.fill(TextWindow.byteCount + plan.start)
      var start = plan.start
      var (isFirst, isLast) = (true, false)
      var line = 1
      while !isLast {
        let window = try next.take()
        let text = window.text
        var end = plan.dialect.endOfRows(in: text, from: start)
        isLast = window.isLast
        if !isLast {
          let rows = text.extracting(start..<end)
          end = start + TableBlocks(rows, plan.dialect, cutting).withoutLastRow.end
          try carry(text.extracting(droppingFirst: end), to: next, line: line)
          line += text.lineCount(to: end, dialect: plan.dialect)
        }
        try body(
          plan, Window(text, rows: start..<end, isFirst: isFirst, isLast: isLast))
        (start, isFirst) = (0, false)
        if !isLast { next.fill(TextWindow.byteCount) }
      }
    }
  }
}
