internal import CVQ
internal import VectorQuantization

// Reads the caller's matrices. [unsafe]

extension UnsafePointer<cvq_matrix> {
  /// Returns the matrix.
  ///
  /// - Throws: If the pointer is NULL or the matrix cannot be in memory.
  @unsafe static func required(
    _ pointer: UnsafePointer<cvq_matrix>?
  ) throws(Failure) -> cvq_matrix {
    guard let pointer = unsafe pointer else { throw .argument("observations is NULL") }
    let matrix = unsafe pointer.pointee
    _ = try unsafe matrix.layout()
    return unsafe matrix
  }
}

extension cvq_matrix {
  /// The layout of its numbers.
  ///
  /// - Throws: If such a layout cannot be in memory.
  @unsafe func layout() throws(Failure) -> StorageLayout {
    let (rows, columns) = unsafe (Int(rows), Int(columns))
    let (rowStride, columnStride) = unsafe (Int(row_stride), Int(column_stride))
    guard rows >= 0, columns >= 0 else {
      throw .argument("the observations are \(rows) x \(columns); sizes must not be negative")
    }
    guard let type = unsafe ElementType(element_type) else {
      throw unsafe .argument(
        "the observations have element type \(element_type), which is none of CVQ_FLOAT32 to "
          + "CVQ_UINT64")
    }
    guard rowStride >= 0, columnStride >= 0 else {
      throw .argument(
        "the observations have strides \(rowStride) and \(columnStride); they must not be negative")
    }
    let inner = columnStride == 0 ? type.byteCount : columnStride
    let (together, isTooWide) = columns.multipliedReportingOverflow(by: inner)
    let outer = rowStride == 0 ? together : rowStride
    let (all, isTooLong) = rows.multipliedReportingOverflow(by: outer)
    guard !isTooWide, !isTooLong, fitsInMemory(all), fitsInMemory(together),
      fitsInMemory(rows, columns)
    else {
      throw .argument("the observations are \(rows) x \(columns), more than fits in memory")
    }
    if unsafe data == nil, rows > 0, columns > 0 {
      throw .argument("the data of the observations is NULL")
    }
    return StorageLayout(
      elementType: type, isBigEndian: unsafe (is_swapped != 0) != (1.bigEndian == 1),
      rowCount: rows, columnCount: columns, rowStride: outer, columnStride: inner)
  }

  /// Calls `body` with a view of the observations, without a copy.
  @unsafe func withObservations<Scalar: VectorScalar, Result>(
    as scalar: Scalar.Type, _ body: (Observations<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let layout = try unsafe layout()
    if unsafe layout.isDirect(as: scalar, at: data) {
      let size = MemoryLayout<Scalar>.stride
      let isSpaced = layout.rowCount > 1 && layout.columnCount > 0
      let stride = isSpaced ? layout.rowStride / size : layout.columnCount
      let elements = unsafe UnsafeBufferPointer(
        start: data?.assumingMemoryBound(to: Scalar.self), count: layout.end / size)
      let span = unsafe elements.span
      return try body(
        Observations(
          MatrixSpan(
            span, rows: layout.rowCount, columns: layout.columnCount, rowStride: stride)))
    }
    let stored = unsafe UnsafeRawBufferPointer(start: data, count: layout.end)
    let bytes = unsafe stored.bytes
    return try body(Observations(StoredSpan(bytes, layout)))
  }
}

extension cvq_matrix {
  /// Whether it has several rows and columns of scalars, stored column after column without gaps.
  @unsafe func isByColumns<Scalar: VectorScalar>(as scalar: Scalar.Type) -> Bool {
    let size = Int64(MemoryLayout<Scalar>.stride)
    return unsafe rows > 1 && columns > 1 && row_stride == size && column_stride == rows * size
      && ElementType(element_type) == ElementType(of: scalar) && is_swapped == 0
      && UInt(bitPattern: data) % UInt(MemoryLayout<Scalar>.alignment) == 0
  }

  /// Calls `body` with a view of the transposed matrix: each column is a row.
  ///
  /// `isByColumns` must be true.
  @unsafe func withColumns<Scalar: VectorScalar>(
    as scalar: Scalar.Type, _ body: (MatrixSpan<Scalar>) throws(Failure) -> Void
  ) throws(Failure) {
    let (rows, columns) = unsafe (Int(rows), Int(columns))
    let elements = unsafe UnsafeBufferPointer(
      start: data?.assumingMemoryBound(to: Scalar.self), count: rows * columns)
    let span = unsafe elements.span
    try body(MatrixSpan(span, rows: columns, columns: rows))
  }
}

extension StorageLayout {
  /// Whether the numbers are scalars that the engine can read in place.
  @unsafe fileprivate func isDirect<Scalar: VectorScalar>(
    as scalar: Scalar.Type, at address: UnsafeRawPointer?
  ) -> Bool {
    let size = MemoryLayout<Scalar>.stride
    let isAligned = UInt(bitPattern: address) % UInt(MemoryLayout<Scalar>.alignment) == 0
    let isSpaced = rowCount <= 1 || (rowStride % size == 0 && rowStride >= columnCount * size)
    return elementType == ElementType(of: scalar) && isNative && isAligned && isSpaced
  }
}

extension ElementType {
  /// The type for a number of the header.
  init?(_ number: Int32) {
    switch Int(number) {
    case Int(CVQ_FLOAT32): self = .float32
    case Int(CVQ_FLOAT64): self = .float64
    case Int(CVQ_FLOAT16): self = .float16
    case Int(CVQ_BFLOAT16): self = .bfloat16
    case Int(CVQ_INT8): self = .int8
    case Int(CVQ_UINT8): self = .uint8
    case Int(CVQ_INT16): self = .int16
    case Int(CVQ_UINT16): self = .uint16
    case Int(CVQ_INT32): self = .int32
    case Int(CVQ_INT64): self = .int64
    case Int(CVQ_UINT32): self = .uint32
    case Int(CVQ_UINT64): self = .uint64
    default: return nil
    }
  }
}

/// Returns whether a product of sizes, none negative, can be a number of bytes in memory.
///
/// Addresses have at most 56 bits, so eight times such a size does not overflow either.
func fitsInMemory(_ sizes: Int...) -> Bool {
  var product = 1
  for size in sizes {
    let (next, overflows) = product.multipliedReportingOverflow(by: size)
    if overflows || next > 1 << 56 { return false }
    product = next
  }
  return true
}

/// A copy of the caller's centroids.
@unsafe func copied<Scalar: VectorScalar>(
  _ pointer: UnsafePointer<Scalar>?, rows: Int64, columns: Int, named name: String
) throws(Failure) -> Matrix<Scalar> {
  let rows = Int(rows)
  guard (1...KMeans.maximumClusterCount).contains(rows) else {
    throw Failure(.invalidClusterCount(rows))
  }
  guard fitsInMemory(rows, columns, MemoryLayout<Scalar>.stride) else {
    throw .argument("\(name) is \(rows) x \(columns), more than fits in memory")
  }
  guard let pointer = unsafe pointer else { throw .argument("\(name) is NULL") }
  try unsafe checkAlignment(of: pointer, named: name)
  let size = rows * columns * MemoryLayout<Scalar>.size
  try Result { () throws(ClusteringError) in try AddressSpace.check(size) }.orFailure()
  let elements = unsafe UnsafeBufferPointer(start: pointer, count: rows * columns)
  let span = unsafe elements.span
  return Matrix(rows: rows, columns: columns) { output in
    for index in span.indices { output.append(span[index]) }
  }
}

/// Writes elements to the caller's memory, unless the pointer is NULL.
@unsafe func copy<Element: BitwiseCopyable>(
  _ elements: [Element], to pointer: UnsafeMutablePointer<Element>?
) {
  guard let pointer = unsafe pointer else { return }
  unsafe elements.withUnsafeBufferPointer {
    guard let start = $0.baseAddress else { return }
    unsafe pointer.update(from: start, count: $0.count)
  }
}
