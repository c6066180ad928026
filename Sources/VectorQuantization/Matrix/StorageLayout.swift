/// The positions of the numbers of a matrix in a sequence of bytes.
///
/// The bytes can be an array file, a column-major table, or records that contain numbers. Element
/// (*r*, *c*) begins at byte `offset` + *r* · `rowStride` + *c* · `columnStride`.
public struct StorageLayout: Sendable, Equatable {
  /// The type of the numbers.
  public let elementType: ElementType
  /// Whether the numbers are big-endian: their most significant byte comes first.
  public let isBigEndian: Bool
  /// The number of rows: observations.
  public let rowCount: Int
  /// The number of columns: features.
  public let columnCount: Int
  /// The number of bytes before the first element.
  public let offset: Int
  /// The distance in bytes from the start of a row to the start of the next.
  public let rowStride: Int
  /// The distance in bytes from the start of an element to the start of the next element of its
  /// row.
  public let columnStride: Int

  /// Creates a layout.
  ///
  /// Counts, offsets and strides must not be negative, and ``end`` must fit in an `Int`.
  ///
  /// - Parameters:
  ///   - elementType: The type of the numbers.
  ///   - isBigEndian: Whether the numbers are big-endian.
  ///   - rowCount: The number of rows.
  ///   - columnCount: The number of columns.
  ///   - offset: The number of bytes before the first element.
  ///   - rowStride: The distance in bytes between the starts of two rows; by default rows follow
  ///     each other without gaps.
  ///   - columnStride: The distance in bytes between the starts of two elements of a row; by
  ///     default the size of one element.
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
    precondition(rowCount >= 0 && columnCount >= 0 && offset >= 0, "sizes must not be negative")
    precondition(self.rowStride >= 0 && self.columnStride >= 0, "strides must not be negative")
  }

  /// The number of bytes up to the end of the last element; equals ``offset`` if there are no
  /// elements.
  public var end: Int {
    if rowCount == 0 || columnCount == 0 { return offset }
    return offset + (rowCount - 1) * rowStride + (columnCount - 1) * columnStride
      + elementType.byteCount
  }

  /// Returns the layout of a range of the rows.
  func rows(_ range: Range<Int>) -> StorageLayout {
    precondition(range.lowerBound >= 0 && range.upperBound <= rowCount, "row range out of bounds")
    return StorageLayout(
      elementType: elementType, isBigEndian: isBigEndian, rowCount: range.count,
      columnCount: columnCount, offset: offset + range.lowerBound * rowStride,
      rowStride: rowStride, columnStride: columnStride)
  }

  /// Whether the elements of a row are contiguous, in the byte order of this machine.
  package var isNative: Bool {
    (columnStride == elementType.byteCount || columnCount <= 1)
      && (isBigEndian == Self.machineIsBigEndian || elementType.byteCount == 1)
  }

  static var machineIsBigEndian: Bool { 1.bigEndian == 1 }
}
