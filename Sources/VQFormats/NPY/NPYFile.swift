public import VectorQuantization

/// A `.npy` file, mapped into memory; gives a view of its elements without a copy.
///
/// The elements are read from disk on first access and use no heap, so an array may be larger than
/// memory. While the value exists, no process may truncate the file: the system terminates a
/// process that accesses a mapped page beyond the end of the file.
///
/// ```swift
/// let file = try NPYFile(opening: "observations.npy")
/// let clustering = try KMeans(clusterCount: 256).fit(file.span(as: Float.self))
/// ```
public struct NPYFile: ~Copyable {
  private let array: MappedArray

  /// Maps a file and reads its header.
  ///
  /// Bytes after the last element are ignored, as NumPy does.
  ///
  /// - Parameter path: The path of the file; a pipe is read to its end.
  /// - Throws: ``FormatError`` if the file cannot be read, or contains an array that this module
  ///   does not support.
  public init(opening path: String) throws(FormatError) {
    array = try MappedArray(npy: MappedFile(opening: path), path: path)
  }

  /// The type of the elements.
  public var elementType: ElementType { layout.elementType }
  /// The number of rows; for a one-dimensional array, the number of elements.
  public var rowCount: Int { layout.rowCount }
  /// The number of columns; 1 for a one-dimensional array.
  public var columnCount: Int { layout.columnCount }
  /// Whether the array is one-dimensional rather than two-dimensional.
  public var isOneDimensional: Bool { array.isOneDimensional }
  /// The position, byte order and strides of the elements in the file.
  public var layout: StorageLayout { array.layout }
  /// Whether ``span(as:)`` can give a view of the elements without conversion.
  ///
  /// This holds for scalars that are stored row by row, aligned, in the machine's byte order.
  public var isDirect: Bool { array.isDirect }

  /// A borrowed view of the array as it is stored, of any element type.
  ///
  /// - Complexity: O(1). The elements are read from disk on first access.
  public var stored: StoredSpan {
    @_lifetime(borrow self)
    get { array.stored }
  }

  /// A borrowed view of the array as scalars.
  ///
  /// - Parameter type: The scalar type. It must be the stored ``elementType``, and ``isDirect``
  ///   must be true.
  /// - Returns: One row for each row of the array.
  /// - Complexity: O(1). The elements are read from disk on first access.
  @_lifetime(borrow self)
  public func span<Scalar: VectorScalar>(as type: Scalar.Type) -> MatrixSpan<Scalar> {
    array.span(as: type)
  }

  /// A borrowed view of the elements of an integer array, row by row, such as the codes of a code
  /// file.
  ///
  /// ``elementType`` must be `ElementType.int32`, stored row by row, aligned, in the machine's byte
  /// order. This module and NumPy write codes so.
  ///
  /// - Returns: All elements.
  /// - Complexity: O(1). The elements are read from disk on first access.
  @_lifetime(borrow self)
  public func int32Elements() -> Span<Int32> {
    precondition(elementType == .int32, "the elements are 32-bit integers")
    return array.elements(as: Int32.self)
  }
}

extension MappedArray {
  /// Reads the header of a mapped `.npy` file, which may be part of a larger file.
  ///
  /// - Parameters:
  ///   - mapping: The mapped file.
  ///   - range: The bytes of the `.npy` file; by default all bytes.
  ///   - path: The path for error messages.
  /// - Throws: ``FormatError`` if the file contains no array that this module supports.
  init(
    npy mapping: consuming MappedFile, in range: Range<Int>? = nil, path: String
  ) throws(FormatError) {
    let range = range ?? 0..<mapping.bytes.byteCount
    let header = try NPYHeader(
      parsing: mapping.bytes.extracting(range).elements(as: UInt8.self), path: path)
    let end = header.dataOffset + header.dataByteCount
    guard range.count >= end else {
      throw .truncated(path: path, expectedBytes: end, foundBytes: range.count)
    }
    self.init(
      mapping, header.layout(startingAt: range.lowerBound),
      isOneDimensional: header.isOneDimensional)
  }
}
