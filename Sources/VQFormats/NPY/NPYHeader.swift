public import VectorQuantization

/// What a `.npy` file says of itself: the type and shape of its array, and where the array begins.
///
/// The layout is NumPy's (`numpy.lib.format`): a magic string, a version, the length of the
/// description, the description as a Python dictionary, then the elements.
public struct NPYHeader: Equatable, Sendable {
  /// The type of the elements.
  public let elementType: ElementType
  /// Whether the most significant byte of an element comes first.
  public let isBigEndian: Bool
  /// Whether the elements run column by column.
  public let isFortranOrder: Bool
  /// The number of rows; of an array of one dimension, the number of elements.
  public let rowCount: Int
  /// The number of columns; 1 if the array has one dimension.
  public let columnCount: Int
  /// Whether the array has one dimension rather than two.
  public let isOneDimensional: Bool
  /// The distance from the start of the file to the first element.
  public let dataOffset: Int

  /// A header is not longer, unless it is that of something else.
  static let maximumByteCount = 1 << 17

  /// The bytes that every `.npy` file begins with.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The bytes of all elements together.
  ///
  /// Both ways to make a header ensure that the product is in range.
  public var dataByteCount: Int { rowCount * columnCount * elementType.byteCount }

  /// Where the elements are, in a file that begins `start` bytes into a larger one.
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
  /// Creates the header of a matrix that exists in memory.
  ///
  /// - Parameters:
  ///   - elementType: The type of its elements.
  ///   - rowCount: The number of its rows.
  ///   - columnCount: The number of its columns.
  ///   - isOneDimensional: Whether to store one column as an array of one dimension.
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

  /// The header of a new file as version 1.0 of the format, padded so that the elements begin at a multiple of
  /// 64 bytes.
  public var encoded: [UInt8] {
    let description = Self.describe(elementType, rowCount, columnCount, isOneDimensional)
    let length = UInt16(description.utf8.count)  // two numbers and some words: below 200
    return Self.magic + [1, 0, UInt8(truncatingIfNeeded: length), UInt8(length >> 8)]
      + description.utf8
  }

  /// Magic string, version, and length in two bytes.
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
