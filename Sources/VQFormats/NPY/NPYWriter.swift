public import VectorQuantization

/// Writes arrays as `.npy` files of version 1.0, which every version of NumPy can read.
///
/// An array is staged, then committed, alone or together with others: see ``AtomicFile``.
public enum NPYWriter {
  /// Writes a matrix to a temporary file next to its target.
  ///
  /// - Parameters:
  ///   - matrix: The matrix.
  ///   - oneDimensional: Whether to write a single column as a one-dimensional array.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  public static func stage<Scalar: VectorScalar>(
    _ matrix: MatrixSpan<Scalar>, oneDimensional: Bool = false, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    let header = NPYHeader(
      elementType: ElementType(of: Scalar.self), rowCount: matrix.rowCount,
      columnCount: matrix.columnCount, isOneDimensional: oneDimensional)
    var file = try AtomicFile(replacing: path)
    try file.write(header.encoded.span)
    if matrix.rowStride == matrix.columnCount {
      let count = matrix.rowCount * matrix.columnCount
      try file.write(matrix.elements.extracting(first: count))
    } else {
      try writeRows(of: matrix, to: &file)
    }
    try file.finish()
    return file
  }

  /// Writes numbers as a one-dimensional array to a temporary file next to its target.
  ///
  /// - Parameters:
  ///   - elements: The numbers.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  public static func stage<Scalar: VectorScalar>(
    _ elements: Span<Scalar>, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    try stage(elements, of: ElementType(of: Scalar.self), replacing: path)
  }

  /// Writes codes as a one-dimensional array of 32-bit integers to a temporary file next to its
  /// target.
  ///
  /// - Parameters:
  ///   - codes: The codes.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  public static func stage(
    _ codes: Span<Int32>, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    try stage(codes, of: .int32, replacing: path)
  }

  private static func stage<Number: BitwiseCopyable & Numeric>(
    _ elements: Span<Number>, of elementType: ElementType, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    let header = NPYHeader(
      elementType: elementType, rowCount: elements.count, columnCount: 1, isOneDimensional: true)
    var file = try AtomicFile(replacing: path)
    try file.write(header.encoded.span)
    try file.write(elements)
    try file.finish()
    return file
  }

  /// Copies rows that are not contiguous to contiguous memory, and writes them a block at a time.
  private static func writeRows<Scalar: VectorScalar>(
    of matrix: MatrixSpan<Scalar>, to file: inout AtomicFile
  ) throws(FormatError) {
    let rowsAtOnce = max(1, (1 << 14) / max(1, matrix.columnCount))
    var start = 0
    while start < matrix.rowCount {
      let end = min(start + rowsAtOnce, matrix.rowCount)
      let block = Matrix(copying: matrix.rows(start..<end))
      try file.write(block.elements.span)
      start = end
    }
  }
}
