public import VectorQuantization

/// The header of a `.npy` file: the type and shape of its array, and the position of the elements.
///
/// The format is NumPy's (`numpy.lib.format`): a magic string, a version, the length of the
/// description, the description as a Python dictionary, then the elements.
public struct NPYHeader: Equatable, Sendable {
  /// The type of the elements.
  public let elementType: ElementType
  /// Whether the most significant byte of an element comes first.
  public let isBigEndian: Bool
  /// Whether the elements are stored column by column.
  public let isFortranOrder: Bool
  /// The number of rows; for a one-dimensional array, the number of elements.
  public let rowCount: Int
  /// The number of columns; 1 for a one-dimensional array.
  public let columnCount: Int
  /// Whether the array is one-dimensional rather than two-dimensional.
  public let isOneDimensional: Bool
  /// The offset of the first element from the start of the file.
  public let dataOffset: Int

  /// The maximum length of the header of a supported array.
  static let maximumByteCount = 1 << 17

  /// The bytes that every `.npy` file begins with.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The number of bytes of all elements.
  ///
  /// Both initializers ensure that the product does not overflow.
  public var dataByteCount: Int { rowCount * columnCount * elementType.byteCount }

  /// The layout of the elements if the `.npy` file begins `start` bytes into a larger file.
  func layout(startingAt start: Int) -> StorageLayout {
    let size = elementType.byteCount
    return StorageLayout(
      elementType: elementType, isBigEndian: isBigEndian, rowCount: rowCount,
      columnCount: columnCount, offset: start + dataOffset,
      rowStride: isFortranOrder ? size : columnCount * size,
      columnStride: isFortranOrder ? rowCount * size : size)
  }

  init(
    elementType: ElementType, isBigEndian: Bool, isFortranOrder: Bool, rowCount: Int,
    columnCount: Int, isOneDimensional: Bool, dataOffset: Int
  ) {
    self.elementType = elementType
    self.isBigEndian = isBigEndian
    self.isFortranOrder = isFortranOrder
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.isOneDimensional = isOneDimensional
    self.dataOffset = dataOffset
  }
}

// MARK: Writing

extension NPYHeader {
  /// Creates the header for a matrix in memory.
  ///
  /// - Parameters:
  ///   - elementType: The type of the elements.
  ///   - rowCount: The number of rows.
  ///   - columnCount: The number of columns.
  ///   - isOneDimensional: Whether to store a single column as a one-dimensional array.
  public init(
    elementType: ElementType, rowCount: Int, columnCount: Int, isOneDimensional: Bool = false
  ) {
    precondition(rowCount >= 0 && columnCount >= 0, "sizes are not negative")
    precondition(!isOneDimensional || columnCount == 1, "one dimension is one column")
    let description = Self.describe(elementType, rowCount, columnCount, isOneDimensional)
    self.init(
      elementType: elementType, isBigEndian: false, isFortranOrder: false, rowCount: rowCount,
      columnCount: columnCount, isOneDimensional: isOneDimensional,
      dataOffset: Self.prefixByteCount + description.utf8.count)
  }

  /// The bytes of the header for a new file, in version 1.0 of the format.
  ///
  /// Padding makes the elements begin at a multiple of 64 bytes.
  public var encoded: [UInt8] {
    let description = Self.describe(elementType, rowCount, columnCount, isOneDimensional)
    let length = UInt16(description.utf8.count)  // always below 200
    return Self.magic + [1, 0, UInt8(truncatingIfNeeded: length), UInt8(length >> 8)]
      + description.utf8
  }

  /// The length of the magic string, the version, and the two-byte length.
  private static let prefixByteCount = 10

  private static func describe(
    _ elementType: ElementType, _ rows: Int, _ columns: Int, _ isOneDimensional: Bool
  ) -> String {
    let shape = isOneDimensional ? "(\(rows),)" : "(\(rows), \(columns))"
    let dictionary =
      "{'descr': '\(elementType.descriptor)', 'fortran_order': False, 'shape': \(shape), }"
    let unpadded = prefixByteCount + dictionary.utf8.count + 1  // the line feed at the end
    let padded = (unpadded + 63) & ~63
    return dictionary + String(repeating: " ", count: padded - unpadded) + "\n"
  }
}
