internal import Synchronization
internal import VectorQuantization

extension MappedArray {
  /// Reads a mapped `.fvecs`, `.bvecs` or `.ivecs` file: see ``VectorsLayout``.
  ///
  /// All rows must have the same length, so this reads one number of each row.
  ///
  /// - Parameters:
  ///   - mapping: The mapped file.
  ///   - elementType: The type of the elements.
  ///   - path: The path for error messages.
  /// - Throws: ``FormatError`` if rows differ in length, are empty, or the last one is incomplete.
  init(
    vectors mapping: consuming MappedFile, of elementType: ElementType, path: String
  ) throws(FormatError) {
    let layout = try VectorsLayout(
      of: elementType, start: mapping.bytes, byteCount: mapping.bytes.byteCount, path: path)
    let other = Self.firstOther(layout, mapping.bytes)
    self.init(mapping, try layout.storage(exceptFor: other))
  }

  /// Whether all numbers of the first rows are 0 or subnormal, and not all are 0.
  ///
  /// Small whole numbers look like this if they are read as floating-point numbers.
  var startsSubnormal: Bool {
    guard layout.elementType == .float32 else { return false }
    var hasSubnormal = false
    for row in 0..<min(layout.rowCount, 64) {
      for column in 0..<layout.columnCount {
        let number = Float(stored[row, column])
        if number.isSubnormal {
          hasSubnormal = true
        } else if number != 0 {
          return false
        }
      }
    }
    return hasSubnormal
  }

  /// Checks every row, on all processors.
  private static func firstOther(
    _ layout: VectorsLayout, _ bytes: RawSpan
  ) -> (row: Int, columnCount: Int)? {
    let rowsAtOnce = 1 << 16
    let (rowCount, record) = (layout.rowCount, layout.record)
    let first = Mutex<(row: Int, columnCount: Int)?>(nil)
    parallelFor((rowCount + rowsAtOnce - 1) / rowsAtOnce, workers: Workers.usable) { _, queue in
      while let part = queue.take() {
        let rows = (part * rowsAtOnce)..<min(rowCount, (part + 1) * rowsAtOnce)
        let own = bytes.extracting((rows.lowerBound * record)..<(rows.upperBound * record))
        guard let other = layout.firstOther(rows, in: own) else { continue }
        first.withLock { $0 = $0.map { $0.row < other.row ? $0 : other } ?? other }
      }
    }
    return first.withLock { $0 }
  }
}
