internal import VectorQuantization

/// An array somewhere in a mapped file: what every format that is read in place comes to.
struct MappedArray: ~Copyable {
  private let mapping: MappedFile
  /// Where the numbers are in the file; they end before it does.
  let layout: StorageLayout
  /// Whether the file holds an array of one dimension, which counts as one column.
  let isOneDimensional: Bool

  /// Takes over a mapping that holds all of `layout`.
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

  /// Whether the numbers are scalars that ``span(as:)`` can lend.
  var isDirect: Bool { layout.isDirect }

  /// The numbers as scalars of memory, which they must be.
  @_lifetime(borrow self)
  func span<Scalar: VectorScalar>(as type: Scalar.Type) -> MatrixSpan<Scalar> {
    precondition(isDirect && layout.elementType == ElementType(of: type), "the scalar is stored")
    return MatrixSpan(
      elements(as: type), rows: layout.rowCount, columns: layout.columnCount,
      rowStride: layout.columnCount == 0 ? 0 : layout.rowStride / MemoryLayout<Scalar>.size)
  }

  /// The numbers from the first to the last, as numbers of memory, which they must be.
  @_lifetime(borrow self)
  func elements<Number: BitwiseCopyable & Numeric>(as type: Number.Type) -> Span<Number> {
    precondition(layout.isAligned, "the numbers are as this machine has them")
    return mapping.bytes.extracting(layout.offset..<layout.end).elements(as: type)
  }
}

extension StorageLayout {
  /// Whether the numbers are scalars that ``MappedArray/span(as:)`` can lend.
  var isDirect: Bool { elementType == elementType.scalarType && isAligned }

  /// Whether numbers are as this machine has them, and at multiples of their size from the start.
  ///
  /// A mapping starts on a page boundary, so those are aligned in memory too.
  fileprivate var isAligned: Bool {
    let size = elementType.byteCount
    return isNative && offset.isMultiple(of: size) && rowStride.isMultiple(of: size)
      && rowStride >= columnCount * size
  }
}
