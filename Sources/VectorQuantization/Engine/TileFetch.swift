/// What to read for a tile: stretches of the storage, and where in a buffer each goes.
struct TileFetch {
  /// Where each stretch begins in the storage, and its place in the buffer.
  let parts: [(offset: Int, place: Range<Int>)]
  /// Where the tile's numbers are in the buffer.
  let layout: StorageLayout

  var byteCount: Int { parts.last?.place.upperBound ?? 0 }

  /// Plans to read some rows.
  ///
  /// Rows of a row-major matrix come in one stretch; of a column-major one, each column's in its own.
  init(of range: Range<Int>, in layout: StorageLayout) {
    let (rows, columns) = (range.count, layout.columnCount)
    let start = layout.offset + range.lowerBound * layout.rowStride
    if rows == 0 || columns == 0 {
      parts = []
      self.layout = .empty
    } else if Self.isColumnMajor(layout) {
      let length = Self.length(rows, by: layout.rowStride, of: layout.elementType)
      parts = (0..<columns).map {
        (start + $0 * layout.columnStride, ($0 * length)..<(($0 + 1) * length))
      }
      self.layout = StorageLayout(
        elementType: layout.elementType, isBigEndian: layout.isBigEndian, rowCount: rows,
        columnCount: columns, rowStride: layout.rowStride, columnStride: length)
    } else {
      let width = Self.length(columns, by: layout.columnStride, of: layout.elementType)
      parts = [(start, 0..<((rows - 1) * layout.rowStride + width))]
      self.layout = StorageLayout(
        elementType: layout.elementType, isBigEndian: layout.isBigEndian, rowCount: rows,
        columnCount: columns, rowStride: layout.rowStride, columnStride: layout.columnStride)
    }
  }

  /// The most bytes that so many rows take in a buffer.
  static func byteCount(of rowCount: Int, in layout: StorageLayout) -> Int {
    let rows = 0..<min(rowCount, layout.rowCount)
    return TileFetch(of: rows, in: layout).byteCount
  }

  private static func isColumnMajor(_ layout: StorageLayout) -> Bool {
    layout.columnCount > 1 && layout.columnStride > layout.rowStride
  }

  private static func length(_ count: Int, by stride: Int, of type: ElementType) -> Int {
    (count - 1) * stride + type.byteCount
  }
}
