/// Where the numbers of a matrix are among some bytes: an array file, a column-major table, records
/// with numbers in them.
///
/// Element (*r*, *c*) begins at byte `offset` + *r* · `rowStride` + *c* · `columnStride`.
public struct StorageLayout: Sendable, Equatable {
  /// The type of the numbers.
  public let elementType: ElementType
  /// Whether the most significant byte of a number comes first.
  public let isBigEndian: Bool
  /// The number of rows: one an observation.
  public let rowCount: Int
  /// The number of columns: one a feature.
  public let columnCount: Int
  /// The bytes before the first number.
  public let offset: Int
  /// The bytes from the start of a row to that of the next.
  public let rowStride: Int
  /// The bytes from a number to the next of its row.
  public let columnStride: Int

  /// Describes a matrix.
  ///
  /// Sizes and strides must not be negative, and the end of the matrix must be an `Int`.
  ///
  /// - Parameters:
  ///   - elementType: The type of the numbers.
  ///   - isBigEndian: Whether the most significant byte of a number comes first.
  ///   - rowCount: The number of rows.
  ///   - columnCount: The number of columns.
  ///   - offset: The bytes before the first number.
  ///   - rowStride: The bytes from the start of a row to that of the next; by default rows follow
  ///     each other without gaps.
  ///   - columnStride: The bytes from a number to the next of its row; by default the size of one.
  public init(
    elementType: ElementType, isBigEndian: Bool = false, rowCount: Int, columnCount: Int,
    offset: Int = 0, rowStride: Int? = nil, columnStride: Int? = nil
  ) {
    self.elementType = elementType
    self.isBigEndian = isBigEndian
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.offset = offset
    self.columnStride = columnStride ?? elementType.byteCount
    self.rowStride = rowStride ?? columnCount * self.columnStride
    precondition(rowCount >= 0 && columnCount >= 0 && offset >= 0, "sizes are not negative")
    precondition(self.rowStride >= 0 && self.columnStride >= 0, "strides are not negative")
  }

  /// The bytes from the first of the storage to the last number's last; `offset` if there are no
  /// numbers.
  public var end: Int {
    if rowCount == 0 || columnCount == 0 { return offset }
    return offset + (rowCount - 1) * rowStride + (columnCount - 1) * columnStride
      + elementType.byteCount
  }

  /// Where some of the rows are.
  func rows(_ range: Range<Int>) -> StorageLayout {
    precondition(range.lowerBound >= 0 && range.upperBound <= rowCount, "the rows exist")
    return StorageLayout(
      elementType: elementType, isBigEndian: isBigEndian, rowCount: range.count,
      columnCount: columnCount, offset: offset + range.lowerBound * rowStride,
      rowStride: rowStride, columnStride: columnStride)
  }

  /// Whether numbers of a row follow each other, and are as this machine has them.
  package var isNative: Bool {
    (columnStride == elementType.byteCount || columnCount <= 1)
      && (isBigEndian == Self.machineIsBigEndian || elementType.byteCount == 1)
  }

  static var machineIsBigEndian: Bool { 1.bigEndian == 1 }
}
