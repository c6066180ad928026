package import VectorQuantization

/// A matrix as bytes, as in a file.
package struct StoredMatrix: Sendable {
  package let bytes: [UInt8]
  package let layout: StorageLayout

  /// The memory orders of the elements.
  package enum Order: String, CaseIterable, Sendable {
    /// Row-major: row by row.
    case rows
    /// Column-major: column by column.
    case columns
    /// Row by row, with other bytes between the rows.
    case records
  }

  /// Stores the elements of a matrix, beginning at an odd offset.
  package init<Scalar: VectorScalar>(
    _ matrix: Matrix<Scalar>, as type: ElementType, isBigEndian: Bool = false, order: Order = .rows
  ) {
    let size = type.byteCount
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    let (rowStride, columnStride) =
      switch order {
      case .rows: (columns * size, size)
      case .columns: (size, rows * size)
      case .records: (columns * size + 5, size)
      }
    layout = StorageLayout(
      elementType: type, isBigEndian: isBigEndian, rowCount: rows, columnCount: columns, offset: 3,
      rowStride: rowStride, columnStride: columnStride)
    var bytes = [UInt8](repeating: 0xA5, count: layout.end + 2)
    for row in 0..<rows {
      for column in 0..<columns {
        let start = layout.offset + row * rowStride + column * columnStride
        let little = Self.littleEndian(Double(matrix[row, column]), as: type)
        let stored = isBigEndian ? little.reversed() : little
        bytes.replaceSubrange(start..<(start + size), with: stored)
      }
    }
    self.bytes = bytes
  }

  /// Returns the bytes of a number, the least significant first.
  package static func littleEndian(_ number: Double, as type: ElementType) -> [UInt8] {
    let bits: UInt64 =
      switch type {
      case .float16: UInt64(Float16(number).bitPattern)
      case .bfloat16: UInt64(Float(number).bitPattern >> 16)
      case .float32: UInt64(Float(number).bitPattern)
      case .float64: number.bitPattern
      case .int8: UInt64(bitPattern: Int64(Int8(number)))
      case .uint8: UInt64(UInt8(number))
      case .int16: UInt64(bitPattern: Int64(Int16(number)))
      case .uint16: UInt64(UInt16(number))
      case .int32: UInt64(bitPattern: Int64(Int32(number)))
      case .uint32: UInt64(UInt32(number))
      case .int64: UInt64(bitPattern: Int64(number))
      case .uint64: UInt64(number)
      }
    return (0..<type.byteCount).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
  }

  /// A borrowed view of the numbers.
  package var span: StoredSpan {
    @_lifetime(borrow self)
    get { StoredSpan(unsafe bytes.span.bytes, layout) }
  }

  /// Returns a reader of the bytes, which fails for reads beyond byte `end`.
  package func reader(failingFrom end: Int = .max) -> any RowReader {
    BytesReader(bytes: bytes, layout: layout, end: end)
  }
}

private struct BytesReader: RowReader {
  let bytes: [UInt8]
  let layout: StorageLayout
  let end: Int

  func read(from offset: Int, into target: inout MutableSpan<UInt8>) -> Bool {
    guard offset + target.count <= min(end, bytes.count) else { return false }
    for position in target.indices { target[position] = bytes[offset + position] }
    return true
  }
}
