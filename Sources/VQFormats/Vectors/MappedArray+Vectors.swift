internal import Synchronization
internal import VectorQuantization

extension MappedArray {
  /// Reads a `.fvecs`, `.bvecs` or `.ivecs` file already mapped: see ``VectorsLayout``.
  ///
  /// All rows must be of one length, which touches a number of each.
  ///
  /// - Parameters:
  ///   - mapping: The file.
  ///   - elementType: What the elements are.
  ///   - path: What errors name.
  /// - Throws: ``FormatError`` if rows differ in length, are empty, or the last is cut.
  init(
    vectors mapping: consuming MappedFile, of elementType: ElementType, path: String
  ) throws(FormatError) {
    let layout = try VectorsLayout(
      of: elementType, start: mapping.bytes, byteCount: mapping.bytes.byteCount, path: path)
    let other = Self.firstOther(layout, mapping.bytes)
    self.init(mapping, try layout.storage(exceptFor: other))
  }

  /// Whether all numbers of the first rows are 0 or subnormal, and not all are 0: whole numbers read as
  /// floating-point numbers look so.
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

  /// Looks at every row, on every processor.
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
