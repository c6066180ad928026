internal import Synchronization
internal import VectorQuantization

/// The rows of a table, on their way from text to one matrix.
struct TableBody: ~Escapable {
  private let text: Span<UInt8>
  private let separator: UInt8
  private let start: Int
  private let layout: TableLayout
  private let parser: NumberParser
  private let blocks: TableBlocks
  private let workers: Int

  @_lifetime(copy text, copy parser)
  init(
    _ text: Span<UInt8>, _ head: TableHead, _ layout: TableLayout, _ parser: NumberParser,
    blockByteCount: Int, workers: Int?
  ) {
    self.text = text
    self.parser = parser
    self.layout = layout
    separator = head.separator
    start = head.start
    // One block is read by one worker; how many there are takes longer to find out.
    let isShort = text.count - head.start <= blockByteCount
    self.workers = isShort ? 1 : workers ?? Workers.usable
    blocks = TableBlocks(
      text, from: head.start, separator: head.separator, blockByteCount: blockByteCount,
      workers: self.workers)
  }

  /// Reads all rows, or finds the first fault.
  func read() -> Result<ObservationTable, TableFault> {
    let width = layout.features.count
    // A row has at least a byte for each field. Where there are fewer bytes, some row is short, and
    // the room for all would be out of proportion to the text.
    let isPlausible = blocks.rowCount <= (text.count + 1) / layout.columnCount
    var elements = [Double](repeating: 0, count: (isPlausible ? blocks.rowCount : 1) * width)
    let results =
      isPlausible ? fill(elements.mutableSpan, width) : check(with: elements.mutableSpan)
    var labels = TableLabels()
    for result in results {
      switch result {
      case .success(let found): labels.append(found)
      case .failure(let fault): return .failure(fault)
      case nil: break
      }
    }
    return .success(
      ObservationTable(
        observations: Matrix(elements, columns: width), captions: layout.captions(labels: labels)))
  }

  /// Reads blocks to their places, and gives the labels of each.
  ///
  /// Blocks are handed out in order. So when a worker finds a fault, every earlier block is read or
  /// being read, and will be read to its end: the first fault of a block is the first of the file.
  /// Later blocks may be left out.
  private func fill(
    _ elements: consuming MutableSpan<Double>, _ width: Int
  ) -> [Result<TableLabels, TableFault>?] {
    let blocks = blocks.blocks
    let tiles = DisjointTiles(elements)
    let results = Mutex([Result<TableLabels, TableFault>?](repeating: nil, count: blocks.count))
    let stop = StopFlag()
    parallelFor(blocks.count, workers: workers, stop: stop) { _, queue in
      while let number = queue.take() {
        let rows = blocks[number].rows
        var tile = tiles.lend((rows.lowerBound * width)..<(rows.upperBound * width))
        let result = read(blocks[number], into: &tile, rowStride: width)
        if case .failure = result { stop.raise() }
        results.withLock { $0[number] = result }
      }
    }
    return results.withLock { $0 }
  }

  /// Reads all rows to the same place, for their faults alone.
  private func check(
    with row: consuming MutableSpan<Double>
  ) -> [Result<TableLabels, TableFault>?] {
    for block in blocks.blocks {
      let result = read(block, into: &row, rowStride: 0)
      if case .failure = result { return [result] }
    }
    return []
  }

  private func read(
    _ block: TableBlocks.Block, into tile: inout MutableSpan<Double>, rowStride: Int
  ) -> Result<TableLabels, TableFault> {
    var reader = TableRowReader(text, separator: separator, block: block, parser, layout)
    do throws(TableFault) {
      try reader.read(
        into: &tile, rowStride: rowStride, isLast: block.rows.upperBound == blocks.rowCount)
      return .success(reader.labels)
    } catch {
      return .failure(error)
    }
  }

  /// The error for a column of features that is text in every row; `nil` if the fault is another.
  ///
  /// - Complexity: O(*n*) for a fault in the first row of *n* bytes, else O(*d*).
  func textColumnError(_ fault: TableFault, path: String) -> FormatError? {
    guard case .notNumber(let column, let excerpt) = fault.kind, !FormatError.isMissing(excerpt)
    else { return nil }
    var scanner = TableScanner(text, separator: separator, at: start)
    scanner.skipRow()
    guard fault.position < scanner.position else { return nil }
    scanner.skipBlankLines()
    while !scanner.isAtEnd {
      if let field = scanner.skipRow(giving: column),
        parser.number(text.extracting(field.range).trimmed()) != nil
      {
        return nil
      }
      scanner.skipBlankLines()
    }
    let name = layout.names.map { ", \($0[column].excerpt.debugDescription)," } ?? ""
    return .invalid(
      path: path, place: "column \(column + 1)\(name)",
      problem: "has no number in any row, but text such as \(excerpt.debugDescription)",
      mend: "choose the columns that are numbers with --columns")
  }
}
