internal import VectorQuantization

/// An array in a mapped file: the common form of all formats that are read in place.
struct MappedArray: ~Copyable {
  private let mapping: MappedFile
  /// Where the numbers are in the file; the file is at least as long.
  let layout: StorageLayout
  /// Whether the file holds a one-dimensional array, which counts as one column.
  let isOneDimensional: Bool

  /// Takes ownership of a mapping that contains all of `layout`.
  init(_ mapping: consuming MappedFile, _ layout: StorageLayout, isOneDimensional: Bool = false) {
    precondition(mapping.bytes.byteCount >= layout.end, "the file holds every number")
    self.mapping = mapping
    self.layout = layout
    self.isOneDimensional = isOneDimensional
  }

  /// The numbers as they are stored.
  var stored: StoredSpan {
    @_lifetime(borrow self)
    get { StoredSpan(mapping.bytes, layout) }
  }

  /// Whether ``span(as:)`` can give a view of the numbers, without conversion.
  var isDirect: Bool { layout.isDirect }

  /// A view of the numbers as scalars; requires ``isDirect`` and the stored type.
  @_lifetime(borrow self)
  func span<Scalar: VectorScalar>(as type: Scalar.Type) -> MatrixSpan<Scalar> {
    precondition(isDirect && layout.elementType == ElementType(of: type), "the scalar is stored")
    return MatrixSpan(
      elements(as: type), rows: layout.rowCount, columns: layout.columnCount,
      rowStride: layout.columnCount == 0 ? 0 : layout.rowStride / MemoryLayout<Scalar>.size)
  }

  /// A view of all numbers from the first to the last; requires numbers stored as in memory.
  @_lifetime(borrow self)
  func elements<Number: BitwiseCopyable & Numeric>(as type: Number.Type) -> Span<Number> {
    precondition(layout.isAligned, "the numbers are as this machine has them")
    return mapping.bytes.extracting(layout.offset..<layout.end).elements(as: type)
  }
}

extension StorageLayout {
  /// Whether ``MappedArray/span(as:)`` can give a view of the numbers, without conversion.
  var isDirect: Bool { elementType == elementType.scalarType && isAligned }

  /// Whether the numbers have this machine's byte order, at multiples of their size from the start.
  ///
  /// A mapping starts on a page boundary, so such numbers are aligned in memory too.
  fileprivate var isAligned: Bool {
    let size = elementType.byteCount
    return isNative && offset.isMultiple(of: size) && rowStride.isMultiple(of: size)
      && rowStride >= columnCount * size
  }
}
