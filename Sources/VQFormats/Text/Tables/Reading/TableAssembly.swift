internal import Synchronization
internal import VectorQuantization

/// Collects the numbers of a table from consecutive windows of its text.
///
/// All workers read the blocks of a window in parallel. Row numbers do not depend on how the text
/// is split; so the positions of numbers and the first fault do not either.
struct TableAssembly: ~Copyable {
  let plan: TablePlan
  private let path: String
  private let workers: Int
  private var memory = GrowingMemory()
  private var captions: TableCaptions
  private(set) var omitted = OmittedRows()
  private var labels: [TableLabels]
  /// The number of observations, and of all rows, in the windows so far.
  private(set) var (rowCount, textRowCount) = (0, 0)
  /// The number of lines before the next window.
  private(set) var lineCount: Int

  private var width: Int { plan.layout.features.count }

  init(_ plan: TablePlan, path: String, workers: Int) {
    self.plan = plan
    self.path = path
    self.workers = workers
    lineCount = plan.firstRowLine - 1
    labels = plan.layout.labels.map { _ in TableLabels() }
    omitted.labels = labels
    captions = .none
  }

  /// Reads the rows of a window.
  ///
  /// - Parameters:
  ///   - text: The window, which begins with a row.
  ///   - blocks: The rows of the window, in blocks.
  ///   - meanwhile: Work that one worker does first, such as filling the next window.
  /// - Throws: The first fault in the window.
  mutating func append(
    _ text: Span<UInt8>, _ blocks: TableBlocks, meanwhile: (@Sendable () -> Void)? = nil
  ) throws(FormatError) {
    // A row has at least one byte for each field. If the text has fewer bytes, some row is too
    // short, and allocating memory for all rows would be out of proportion to the text.
    let isPlausible = blocks.rowCount <= (text.count + 1) / plan.layout.columnCount
    let newCount = isPlausible ? blocks.rowCount : 1
    try makeRoom(for: newCount)
    let results = read(text, blocks, rowStride: isPlausible ? width : 0, meanwhile)
    for result in results {
      if case .failure(let fault) = result {
        let line = lineCount + text.lineCount(to: fault.position, dialect: plan.dialect) + 1
        throw fault.error(line: line, plan, path: path)
      }
    }
    closeGaps(blocks, results)
    lineCount += text.lineCount(to: blocks.end, dialect: plan.dialect)
    textRowCount += blocks.rowCount
  }

  private mutating func makeRoom(for newRowCount: Int) throws(FormatError) {
    let byteCount = (rowCount + newRowCount).multipliedReportingOverflow(by: width * 8)
    guard !byteCount.overflow else {
      throw .shapeTooLarge(path: path, shape: "(\(rowCount + newRowCount), \(width))")
    }
    do throws(SystemError) {
      try memory.grow(toByteCount: byteCount.partialValue)
    } catch {
      throw .cannotOpen(path: path, reason: error.reason)
    }
  }

  /// Reads all blocks, each to its position in the matrix.
  ///
  /// Blocks are handed out in order. When a worker finds a fault, every earlier block is finished
  /// or in progress, and will be read to its end. So the first fault of the results is the first of
  /// the window. Later blocks may be skipped.
  private mutating func read(
    _ text: Span<UInt8>, _ blocks: TableBlocks, rowStride: Int,
    _ meanwhile: (@Sendable () -> Void)?
  ) -> [Result<BlockResult, TableFault>?] {
    let (plan, width, first) = (plan, width, rowCount)
    // If all rows share one position, only one worker may write to it.
    let workers = rowStride == 0 ? 1 : workers
    let room = first * width + (rowStride == 0 ? width : blocks.rowCount * width)
    let tiles = LentMemory(memory.numbers(room, as: Double.self))
    let results = Mutex(
      [Result<BlockResult, TableFault>?](repeating: nil, count: blocks.blocks.count))
    let stop = StopFlag()
    let before = meanwhile == nil ? 0 : 1
    parallelFor(blocks.blocks.count + before, workers: workers, stop: stop) { _, queue in
      let powers = PowersOfTen.all
      var parser = NumberParser(powers.significands.span)
      parser.decimalMark = plan.dialect.decimalMark
      while let item = queue.take() {
        guard item >= before else {
          meanwhile?()
          continue
        }
        let block = blocks.blocks[item - before]
        let rows = rowStride == 0 ? 0..<1 : block.rows
        var tile = tiles.lend(
          ((first + rows.lowerBound) * width)..<((first + rows.upperBound) * width))
        var reader = TableRowReader(text, block: block, parser, plan)
        let result: Result<BlockResult, TableFault>
        do throws(TableFault) {
          try reader.read(into: &tile, rowStride: rowStride)
          result = .success(reader.result)
        } catch {
          stop.raise()
          result = .failure(error)
        }
        results.withLock { $0[item - before] = result }
      }
    }
    return results.withLock { $0 }
  }

  /// Collects the results of the blocks, and moves rows up to close the gaps of omitted rows.
  private mutating func closeGaps(
    _ blocks: TableBlocks, _ results: [Result<BlockResult, TableFault>?]
  ) {
    let (width, first, firstOfText) = (width, rowCount, textRowCount)
    var kept = first
    var numbers = memory.numbers((first + blocks.rowCount) * width, as: Double.self)
    for (block, result) in zip(blocks.blocks, results) {
      guard case .success(let found)? = result else { continue }
      let start = first + block.rows.lowerBound
      if start > kept {
        for index in 0..<(found.rowCount * width) {
          numbers[kept * width + index] = numbers[start * width + index]
        }
      }
      kept += found.rowCount
    }
    rowCount = kept
    for (block, result) in zip(blocks.blocks, results) {
      guard case .success(let found)? = result else { continue }
      omitted.rows += found.omittedRows.map { firstOfText + block.rows.lowerBound + $0 }
      for label in labels.indices {
        labels[label].append(found.labels[label])
        omitted.labels[label].append(found.omittedLabels[label])
      }
    }
  }

  /// Returns the collected table.
  ///
  /// - Throws: ``FormatError`` if there is no observation.
  consuming func finish() throws(FormatError) -> TableContents {
    guard rowCount > 0 else {
      if omitted.rows.isEmpty { throw .noRows(path: path) }
      throw .invalid(
        path: path, place: nil, problem: "lacks a value in each of its \(omitted.rows.count) rows",
        mend: "choose columns that have values with --columns")
    }
    let captions = plan.layout.captions(labels: labels)
    var notes = plan.notes
    if !omitted.rows.isEmpty {
      let (left, all) = (omitted.rows.count, textRowCount)
      notes.append(
        "\(path): left out \(left) of \(all) rows, in which a feature has no value")
    }
    let layout = StorageLayout(
      elementType: .float64, isBigEndian: 1.bigEndian == 1, rowCount: rowCount,
      columnCount: plan.layout.features.count)
    let omitted = omitted
    return TableContents(
      array: MappedArray(memory.finish(byteCount: layout.end), layout), captions: captions,
      omittedRows: omitted,
      notes: notes)
  }
}

/// The contents of a table that was read.
struct TableContents: ~Copyable {
  let array: MappedArray
  let captions: TableCaptions
  let omittedRows: OmittedRows
  let notes: [String]

  /// Returns only the numbers, and releases everything else.
  consuming func takeArray() -> MappedArray { array }
}

extension Span<UInt8> {
  /// The number of line ends before `end`.
  func lineCount(to end: Int, dialect: Dialect) -> Int {
    let lineEnd = dialect.lineEnd
    var count = 0
    for index in 0..<end { count &+= self[index] == lineEnd ? 1 : 0 }
    return count
  }
}
