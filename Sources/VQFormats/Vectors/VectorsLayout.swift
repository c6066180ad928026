internal import VectorQuantization

/// The layout of a `.fvecs`, `.bvecs` or `.ivecs` file.
///
/// Each row is preceded by its number of elements, an `Int32` with the least significant byte
/// first. The format comes from the data sets of H. Jégou and L. Amsaleg, "Datasets for approximate
/// nearest neighbor search", http://corpus-texmex.irisa.fr.
struct VectorsLayout {
  let elementType: ElementType
  let columnCount: Int
  let byteCount: Int
  let path: String

  /// The number of bytes of the count before each row.
  static let prefixByteCount = 4

  /// The number of bytes of a row with its count.
  var record: Int { Self.prefixByteCount + columnCount * elementType.byteCount }
  /// The number of complete rows.
  var rowCount: Int { byteCount / record }

  /// Reads the first count, from the first bytes of a file of `byteCount` bytes.
  init(
    of elementType: ElementType, start: RawSpan, byteCount: Int, path: String
  ) throws(FormatError) {
    guard byteCount > 0 else { throw .noRows(path: path) }
    guard start.byteCount >= Self.prefixByteCount else {
      throw .truncated(
        path: path, expectedBytes: Self.prefixByteCount, foundBytes: start.byteCount)
    }
    columnCount = Self.prefix(at: 0, of: start)
    self.elementType = elementType
    self.byteCount = byteCount
    self.path = path
    guard columnCount > 0 else {
      throw .invalid(
        path: path, place: "row 1 (counted from 1)",
        problem: "says that it has \(columnCount) elements",
        mend: "give every row at least one element, "
          + "or check that the file has the format of its extension")
    }
  }

  /// Finds the first row whose length differs from row 0.
  ///
  /// - Parameters:
  ///   - rows: The rows to check.
  ///   - bytes: Their bytes, from the count of the first row on.
  /// - Returns: The row and its length.
  func firstOther(
    _ rows: Range<Int>, in bytes: RawSpan
  ) -> (row: Int, columnCount: Int)? {
    for row in rows {
      let found = Self.prefix(at: (row - rows.lowerBound) * record, of: bytes)
      if found != columnCount { return (row, found) }
    }
    return nil
  }

  /// The layout, after the search for a row of a different length; reads nothing more from the
  /// file.
  func storage(
    exceptFor other: (row: Int, columnCount: Int)?
  ) throws(FormatError) -> StorageLayout {
    // This check precedes the check of the size: a row of a different length causes both errors,
    // and is the better explanation.
    if let other {
      throw .invalid(
        path: path, place: "row \(other.row + 1) (counted from 1)",
        problem:
          "says that it has \(other.columnCount) elements, and the first row has \(columnCount)",
        mend:
          "give all rows the same length, or check that the file has the format of its extension")
    }
    guard byteCount.isMultiple(of: record) else {
      throw .truncated(
        path: path, expectedBytes: (rowCount + 1) * record, foundBytes: byteCount)
    }
    return StorageLayout(
      elementType: elementType, rowCount: rowCount, columnCount: columnCount,
      offset: Self.prefixByteCount, rowStride: record)
  }

  private static func prefix(at offset: Int, of bytes: RawSpan) -> Int {
    let layout = StorageLayout(
      elementType: .int32, rowCount: 1, columnCount: 1, offset: offset)
    return Int(StoredSpan(bytes, layout).word(0, 0, as: Int32.self))
  }
}
