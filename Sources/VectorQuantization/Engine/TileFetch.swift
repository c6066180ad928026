/// The reads that fetch a tile: segments of the storage, and the place of each in a buffer.
struct TileFetch {
  /// For each segment, its offset in the storage and its place in the buffer.
  let parts: [(offset: Int, place: Range<Int>)]
  /// The layout of the tile's numbers in the buffer.
  let layout: StorageLayout

  var byteCount: Int { parts.last?.place.upperBound ?? 0 }

  /// Plans the reads for a range of rows.
  ///
  /// Rows of a row-major matrix need one read; rows of a column-major matrix need one read for each
  /// column.
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

  /// The maximum number of bytes that `rowCount` rows take in a buffer.
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
