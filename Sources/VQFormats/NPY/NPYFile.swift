public import VectorQuantization

/// A `.npy` file, mapped into memory; lends its elements without a copy.
///
/// The elements are read from the disk as they are touched and cost no heap, so an array may be
/// larger than memory. While the value lives, nobody may shorten the file: the system ends a
/// process that touches a mapped page that is no longer there.
///
/// ```swift
/// let file = try NPYFile(opening: "observations.npy")
/// let clustering = try KMeans(clusterCount: 256).fit(file.span(as: Float.self))
/// ```
public struct NPYFile: ~Copyable {
  private let header: NPYHeader
  private let mapping: MappedFile
  /// Where the elements begin in the mapping, a multiple of their size.
  private let dataOffset: Int

  /// Maps a file and reads its header.
  ///
  /// Bytes after the last element are ignored, as NumPy does.
  ///
  /// - Parameter path: The path of the file; a pipe is read to its end.
  /// - Throws: ``FormatError`` if the file cannot be read, or holds an array that this module does
  ///   not read.
  public init(opening path: String) throws(FormatError) {
    try self.init(MappedFile(opening: path), path: path)
  }

  /// Reads the header of a file already mapped; errors name `path`.
  init(_ mapping: consuming MappedFile, path: String) throws(FormatError) {
    let header = try NPYHeader(parsing: mapping.bytes.elements(as: UInt8.self), path: path)
    let end = header.dataOffset + header.dataByteCount
    guard mapping.bytes.byteCount >= end else {
      throw .truncated(path: path, expectedBytes: end, foundBytes: mapping.bytes.byteCount)
    }
    if header.dataOffset.isMultiple(of: header.elementType.byteCount) {
      dataOffset = header.dataOffset
    } else {
      // Spans must be aligned, and some writers do not see to it.
      mapping = try mapping.copy(header.dataOffset..<end, path: path)
      dataOffset = 0
    }
    self.header = header
    self.mapping = mapping
  }

  /// The type of the elements.
  public var elementType: ElementType { header.elementType }
  /// The number of rows; of an array of one dimension, the number of elements.
  public var rowCount: Int { header.rowCount }
  /// The number of columns; 1 if the array has one dimension.
  public var columnCount: Int { header.columnCount }
  /// Whether the array has one dimension rather than two.
  public var isOneDimensional: Bool { header.isOneDimensional }

  /// The array, borrowed.
  ///
  /// - Parameter type: The scalar; ``elementType`` must be the type that stores it.
  /// - Returns: One row for each row of the array.
  /// - Complexity: O(1). The elements are read from the disk when they are touched.
  @_lifetime(borrow self)
  public func span<Scalar: VectorScalar>(as type: Scalar.Type) -> MatrixSpan<Scalar> {
    precondition(elementType == ElementType(of: type), "the scalar is the type of the elements")
    return MatrixSpan(data.elements(as: type), rows: rowCount, columns: columnCount)
  }

  /// The elements of an array of integers, row by row: the codes of a code file.
  ///
  /// ``elementType`` must be ``ElementType/int32``.
  ///
  /// - Returns: All elements.
  /// - Complexity: O(1). The elements are read from the disk when they are touched.
  @_lifetime(borrow self)
  public func int32Elements() -> Span<Int32> {
    precondition(elementType == .int32, "the elements are 32-bit integers")
    return data.elements(as: Int32.self)
  }

  private var data: RawSpan {
    @_lifetime(borrow self)
    get { mapping.bytes.extracting(dataOffset..<(dataOffset + header.dataByteCount)) }
  }
}
