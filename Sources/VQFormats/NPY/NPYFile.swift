public import VectorQuantization

/// A `.npy` file, mapped into memory; lends its elements without a copy.
///
/// The elements are read from the disk as they are touched and cost no heap, so an array may be
/// larger than memory. While the value lives, no process may shorten the file: the system ends a
/// process that touches a mapped page that is no longer there.
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
  /// - Throws: ``FormatError`` if the file cannot be read, or holds an array that this module does
  ///   not read.
  public init(opening path: String) throws(FormatError) {
    array = try MappedArray(npy: MappedFile(opening: path), path: path)
  }

  /// The type of the elements.
  public var elementType: ElementType { layout.elementType }
  /// The number of rows; of an array of one dimension, the number of elements.
  public var rowCount: Int { layout.rowCount }
  /// The number of columns; 1 if the array has one dimension.
  public var columnCount: Int { layout.columnCount }
  /// Whether the array has one dimension rather than two.
  public var isOneDimensional: Bool { array.isOneDimensional }
  /// Where the elements are in the file, in which byte order, and at which strides.
  public var layout: StorageLayout { array.layout }
  /// Whether the elements are scalars in this machine's byte order, row by row and aligned, so that
  /// ``span(as:)`` can lend them.
  public var isDirect: Bool { array.isDirect }

  /// The array as it is stored, of any type, borrowed.
  ///
  /// - Complexity: O(1). The elements are read from the disk when they are touched.
  public var stored: StoredSpan {
    @_lifetime(borrow self)
    get { array.stored }
  }

  /// The array, borrowed.
  ///
  /// - Parameter type: The scalar; ``elementType`` must be the type that stores it, and ``isDirect``
  ///   true.
  /// - Returns: One row for each row of the array.
  /// - Complexity: O(1). The elements are read from the disk when they are touched.
  @_lifetime(borrow self)
  public func span<Scalar: VectorScalar>(as type: Scalar.Type) -> MatrixSpan<Scalar> {
    array.span(as: type)
  }

  /// The elements of an array of integers, row by row: the codes of a code file.
  ///
  /// ``elementType`` must be ``ElementType/int32``, in this machine's byte order, row by row and
  /// aligned, as this module and NumPy write codes.
  ///
  /// - Returns: All elements.
  /// - Complexity: O(1). The elements are read from the disk when they are touched.
  @_lifetime(borrow self)
  public func int32Elements() -> Span<Int32> {
    precondition(elementType == .int32, "the elements are 32-bit integers")
    return array.elements(as: Int32.self)
  }
}

extension MappedArray {
  /// Reads the header of a `.npy` file already mapped, or of one that is part of a file.
  ///
  /// - Parameters:
  ///   - mapping: The file.
  ///   - range: The bytes of the `.npy` file; by default all.
  ///   - path: What errors name.
  /// - Throws: ``FormatError`` if it holds no array that this module reads.
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
