internal import Synchronization
internal import VectorQuantization

/// The blocks of a window of text that workers read in parallel, and the number of each block's
/// first row.
///
/// A line end between quotation marks does not end a row, and only the text before it tells whether
/// it is between them. So all blocks are first scanned in parallel, each as if it began outside
/// quotation marks. The rows that *begin* in a block may end in a later one. If a block turns out
/// to begin inside the last row of another block, it is scanned again from the end of that row.
/// This is rare: blocks are cut after line ends, and most line ends end rows.
struct TableBlocks: Sendable {
  /// Consecutive rows of the window.
  struct Block: Sendable {
    /// The bytes from the start of the first row to the end of the last.
    let bytes: Range<Int>
    /// The indices of the rows in the window.
    let rows: Range<Int>
  }

  /// The parameters for cutting a window into blocks.
  struct Cutting: Sendable {
    /// The approximate length of a block.
    var blockByteCount = 1 << 20
    /// The maximum number of threads.
    var workers = 1
  }

  private(set) var blocks: [Block] = []
  /// The start of the last row that begins in the window.
  private(set) var startOfLastRow = 0

  /// The number of rows in all blocks.
  var rowCount: Int { blocks.last?.rows.upperBound ?? 0 }
  /// The end of the last row.
  var end: Int { blocks.last?.bytes.upperBound ?? 0 }

  /// Cuts a window of text into blocks of rows; the first row begins at the first byte.
  ///
  /// - Complexity: O(*n*) for *n* bytes.
  init(_ text: Span<UInt8>, _ dialect: Dialect, _ cutting: Cutting) {
    let cuts = Self.cuts(in: text, after: dialect.lineEnd, every: cutting.blockByteCount)
    let found = Mutex([Stretch?](repeating: nil, count: cuts.count))
    parallelFor(cuts.count, workers: cutting.workers) { _, queue in
      while let block = queue.take() {
        // A scan with a wrong guess may run far beyond its block; with a correct guess it rarely
        // does.
        let limit = min(cuts[block].upperBound + cutting.blockByteCount, text.count)
        let stretch = Stretch(text.extracting(first: limit), from: cuts[block], dialect)
        let isWhole =
          stretch.end < limit || limit == text.count || stretch.end == cuts[block].upperBound
        if isWhole { found.withLock { $0[block] = stretch } }
      }
    }
    let stretches = found.withLock { $0 }
    var (position, row) = (0, 0)
    for (cut, guess) in zip(cuts, stretches) where position < cut.upperBound {
      let guess = position == cut.lowerBound ? guess : nil
      let stretch = guess ?? Stretch(text, from: position..<cut.upperBound, dialect)
      blocks.append(Block(bytes: position..<stretch.end, rows: row..<(row + stretch.rowCount)))
      if stretch.rowCount > 0 { startOfLastRow = stretch.startOfLastRow }
      (position, row) = (stretch.end, row + stretch.rowCount)
    }
  }

  /// The blocks without the last row, which may continue after the window.
  var withoutLastRow: TableBlocks {
    var shorter = self
    while let last = shorter.blocks.last, last.rows.isEmpty, !shorter.blocks.isEmpty {
      shorter.blocks.removeLast()
    }
    guard let last = shorter.blocks.popLast() else { return shorter }
    shorter.blocks.append(
      Block(
        bytes: last.bytes.lowerBound..<startOfLastRow,
        rows: last.rows.lowerBound..<(last.rows.upperBound - 1)))
    return shorter
  }

  /// Ranges of about the same length; every range except the first begins after a line end.
  private static func cuts(
    in text: Span<UInt8>, after lineEnd: UInt8, every length: Int
  ) -> [Range<Int>] {
    var cuts: [Range<Int>] = []
    var position = 0
    while position < text.count {
      var end = min(position + length, text.count)
      while end < text.count, text[end - 1] != lineEnd { end += 1 }
      cuts.append(position..<end)
      position = end
    }
    return cuts
  }
}

/// The rows that begin in a range of bytes.
private struct Stretch {
  private(set) var rowCount = 0
  private(set) var startOfLastRow = 0
  /// The end of the last row, or of the range if that is later.
  private(set) var end: Int

  init(_ text: Span<UInt8>, from range: Range<Int>, _ dialect: Dialect) {
    end = range.upperBound
    guard Self.containsQuotation(text.extracting(range)) else {
      countLines(text, range, dialect)
      return
    }
    var scanner = TableScanner(text, dialect, at: range.lowerBound)
    while scanner.position < range.upperBound {
      if scanner.skipLineWithoutRow() { continue }
      startOfLastRow = scanner.position
      scanner.skipRow()
      rowCount += 1
    }
    end = scanner.position
  }

  private static func containsQuotation(_ text: Span<UInt8>) -> Bool {
    var count = 0
    for index in text.indices { count &+= text[index] == UInt8(ascii: "\"") ? 1 : 0 }
    return count > 0
  }

  /// Counts the lines that are rows.
  private mutating func countLines(_ text: Span<UInt8>, _ range: Range<Int>, _ dialect: Dialect) {
    var start = range.lowerBound
    // The first byte of a line that is not a blank; 0 until one is found.
    var first: UInt8 = 0
    func isRow(_ first: UInt8) -> Bool {
      first == 0 ? dialect.blankLinesAreRows : first != dialect.commentMark
    }
    for index in range {
      let byte = text[index]
      if byte == dialect.lineEnd {
        if isRow(first) {
          rowCount += 1
          startOfLastRow = start
        }
        (start, first) = (index + 1, 0)
      } else if first == 0, !dialect.isBlank(byte) {
        first = byte == 0 ? 1 : byte
      }
    }
    if first != 0, isRow(first) {
      rowCount += 1
      startOfLastRow = start
    }
  }
}
