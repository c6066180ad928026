internal import Synchronization
internal import VectorQuantization

extension MappedArray {
  /// Reads a `.fvecs`, `.bvecs` or `.ivecs` file already mapped: each row an `Int32` that is the
  /// number of its elements, least significant byte first, and the elements.
  ///
  /// The format of the collections of H. Jégou and L. Amsaleg, "Datasets for approximate nearest
  /// neighbor search", http://corpus-texmex.irisa.fr. All rows must be of one length, which touches
  /// a number of each.
  ///
  /// - Parameters:
  ///   - mapping: The file.
  ///   - elementType: What the elements are.
  ///   - path: What errors name.
  /// - Throws: ``FormatError`` if rows differ in length, are empty, or the last is cut.
  init(
    vectors mapping: consuming MappedFile, of elementType: ElementType, path: String
  ) throws(FormatError) {
    let byteCount = mapping.bytes.byteCount
    guard byteCount > 0 else { throw .noRows(path: path) }
    let columnCount = try Self.columnCount(of: mapping.bytes, path: path)
    let record = Self.prefixByteCount + columnCount * elementType.byteCount
    let rowCount = byteCount / record
    // Before the size: a row of another length spoils both, and is the better clue.
    try Self.checkRows(of: mapping.bytes, rowCount, columnCount, record, path: path)
    guard byteCount.isMultiple(of: record) else {
      throw .truncated(
        path: path, expectedBytes: (rowCount + 1) * record, foundBytes: byteCount)
    }
    self.init(
      mapping,
      StorageLayout(
        elementType: elementType, rowCount: rowCount, columnCount: columnCount,
        offset: Self.prefixByteCount, rowStride: record))
  }

  /// The bytes of the number before each row.
  private static var prefixByteCount: Int { 4 }

  /// The number before the first row.
  private static func columnCount(of bytes: RawSpan, path: String) throws(FormatError) -> Int {
    guard bytes.byteCount >= prefixByteCount else {
      throw .truncated(path: path, expectedBytes: prefixByteCount, foundBytes: bytes.byteCount)
    }
    let found = prefix(at: 0, of: bytes)
    guard found > 0 else {
      throw .invalid(
        path: path, place: "row 0 (counted from 0)", problem: "says that it has \(found) elements",
        mend: "give every row at least one, or a file of the format that the extension names")
    }
    return found
  }

  /// Fails at the first row of another length, by looking at all, on every processor.
  private static func checkRows(
    of bytes: RawSpan, _ rowCount: Int, _ columnCount: Int, _ record: Int, path: String
  ) throws(FormatError) {
    let rowsAtOnce = 1 << 16
    let firstBad = Mutex<Int?>(nil)
    parallelFor((rowCount + rowsAtOnce - 1) / rowsAtOnce, workers: Workers.usable) { _, queue in
      while let part = queue.take() {
        let rows = (part * rowsAtOnce)..<min(rowCount, (part + 1) * rowsAtOnce)
        guard let bad = rows.first(where: { prefix(at: $0 * record, of: bytes) != columnCount })
        else { continue }
        firstBad.withLock { $0 = min($0 ?? bad, bad) }
      }
    }
    guard let row = firstBad.withLock({ $0 }) else { return }
    throw .invalid(
      path: path, place: "row \(row) (counted from 0)",
      problem:
        "says that it has \(prefix(at: row * record, of: bytes)) elements, and the first row "
        + "has \(columnCount)",
      mend: "give every row as many, or a file of the format that the extension names")
  }

  private static func prefix(at offset: Int, of bytes: RawSpan) -> Int {
    let layout = StorageLayout(
      elementType: .int32, rowCount: 1, columnCount: 1, offset: offset)
    return Int(StoredSpan(bytes, layout).word(0, 0, as: Int32.self))
  }
}
