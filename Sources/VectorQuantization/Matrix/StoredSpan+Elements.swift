extension StoredSpan {
  /// One element, converted to `Double`.
  ///
  /// An integer of more than 53 bits is rounded to the nearest `Double`.
  ///
  /// - Complexity: O(1).
  public subscript(row: Int, column: Int) -> Double {
    switch layout.elementType {
    case .float16: Double(float16(row, column))
    case .bfloat16: Double(bfloat16(row, column))
    case .float32: Double(float32(row, column))
    case .float64: float64(row, column)
    case .uint64: Double(word(row, column, as: UInt64.self))
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64: Double(integer(row, column))
    }
  }

  /// Returns one element as an integer, without rounding.
  ///
  /// - Parameters:
  ///   - row: The number of the row.
  ///   - column: The number of the column.
  /// - Returns: The integer; `nil` if the element has a fraction, is not finite, or does not fit in
  ///   an `Int`, as `uint64` values from 2^63.
  /// - Complexity: O(1).
  public func wholeNumber(row: Int, column: Int) -> Int? {
    switch layout.elementType {
    case .float16, .bfloat16, .float32, .float64: Int(exactly: self[row, column])
    case .uint64: Int(exactly: word(row, column, as: UInt64.self))
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64: integer(row, column)
    }
  }

  /// Copies a range of the rows and converts them to scalars.
  ///
  /// A number that the scalar cannot represent is rounded to the nearest value, or to an infinity.
  ///
  /// - Parameters:
  ///   - range: The row numbers.
  ///   - scalar: The scalar type to convert to; `layout.elementType.scalarType` loses the fewest
  ///     digits.
  /// - Returns: The converted rows.
  /// - Complexity: O(rows · columns).
  public func widened<Scalar: VectorScalar>(
    rows range: Range<Int>, as scalar: Scalar.Type
  ) -> Matrix<Scalar> {
    switch layout.elementType {
    case .float16: convert(range) { Scalar($0.float16($1, $2)) }
    case .bfloat16: convert(range) { Scalar($0.bfloat16($1, $2)) }
    case .float32: convert(range) { Scalar($0.float32($1, $2)) }
    case .float64: convert(range) { Scalar($0.float64($1, $2)) }
    case .uint8: convert(range) { Scalar($0.word($1, $2, as: UInt8.self)) }
    case .int8: convert(range) { Scalar($0.word($1, $2, as: Int8.self)) }
    case .uint16: convert(range) { Scalar($0.word($1, $2, as: UInt16.self)) }
    case .int16: convert(range) { Scalar($0.word($1, $2, as: Int16.self)) }
    case .int32: convert(range) { Scalar($0.word($1, $2, as: Int32.self)) }
    case .uint32: convert(range) { Scalar($0.word($1, $2, as: UInt32.self)) }
    case .int64: convert(range) { Scalar($0.word($1, $2, as: Int64.self)) }
    case .uint64: convert(range) { Scalar($0.word($1, $2, as: UInt64.self)) }
    }
  }

  @inline(__always)
  private func convert<Scalar: VectorScalar>(
    _ range: Range<Int>, _ number: (borrowing StoredSpan, Int, Int) -> Scalar
  ) -> Matrix<Scalar> {
    Matrix(rows: range.count, columns: columnCount) { output in
      // A file may declare any number of rows with 0 columns.
      if columnCount == 0 { return }
      for row in range {
        for column in 0..<columnCount { output.append(number(self, row, column)) }
      }
    }
  }
}

// MARK: Elements as stored

extension StoredSpan {
  /// Returns the bits of one element, in the byte order of this machine.
  ///
  /// - Parameters:
  ///   - row: The number of the row.
  ///   - column: The number of the column.
  ///   - type: An integer type of the same size as the element type.
  /// - Returns: The bits as an integer.
  @inline(__always)
  package func word<Word: FixedWidthInteger & BitwiseCopyable>(
    _ row: Int, _ column: Int, as type: Word.Type
  ) -> Word {
    precondition(row >= 0 && row < rowCount, "row index out of range")
    precondition(column >= 0 && column < columnCount, "column index out of range")
    let offset = layout.offset + row * layout.rowStride + column * layout.columnStride
    // Every bit pattern is a valid integer, and the call checks that the bytes exist.
    let stored = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: type)
    return layout.isBigEndian ? Word(bigEndian: stored) : Word(littleEndian: stored)
  }

  /// Returns an element of an integer type other than `uint64`, which does not fit in an `Int`.
  private func integer(_ row: Int, _ column: Int) -> Int {
    switch layout.elementType {
    case .int8: Int(word(row, column, as: Int8.self))
    case .uint8: Int(word(row, column, as: UInt8.self))
    case .int16: Int(word(row, column, as: Int16.self))
    case .uint16: Int(word(row, column, as: UInt16.self))
    case .int32: Int(word(row, column, as: Int32.self))
    case .uint32: Int(word(row, column, as: UInt32.self))
    case .int64: Int(word(row, column, as: Int64.self))
    case .float16, .bfloat16, .float32, .float64, .uint64:
      preconditionFailure("the element type must be an integer type other than uint64")
    }
  }

  private func float64(_ row: Int, _ column: Int) -> Double {
    Double(bitPattern: word(row, column, as: UInt64.self))
  }

  private func float32(_ row: Int, _ column: Int) -> Float {
    Float(bitPattern: word(row, column, as: UInt32.self))
  }

  private func bfloat16(_ row: Int, _ column: Int) -> Float {
    Float(bitPattern: UInt32(word(row, column, as: UInt16.self)) << 16)
  }

  /// Converts a binary16 element from its bits, because `Float16` does not exist on every platform.
  ///
  /// A binary16 has a sign bit, 5 exponent bits and 10 fraction bits, in the same order as a
  /// binary32.
  private func float16(_ row: Int, _ column: Int) -> Float {
    let bits = UInt32(word(row, column, as: UInt16.self))
    let (sign, magnitude) = ((bits & 0x8000) << 16, (bits & 0x7FFF) << 13)
    if bits & 0x7C00 == 0x7C00 { return Float(bitPattern: sign | 0x7F80_0000 | magnitude) }
    // The exponent biases differ by 127 - 15. The product is exact, also for subnormal numbers.
    let value = Float(bitPattern: magnitude) * 0x1p112
    return Float(bitPattern: sign | value.bitPattern)
  }
}

// MARK: Views

extension StoredSpan {
  /// Creates a view of a matrix of scalars.
  ///
  /// - Parameter matrix: The matrix to borrow.
  /// - Complexity: O(1).
  @_lifetime(copy matrix)
  package init<Scalar: VectorScalar>(_ matrix: MatrixSpan<Scalar>) {
    self.init(
      matrix.elements, of: ElementType(of: Scalar.self), rows: matrix.rowCount,
      columns: matrix.columnCount, rowStride: matrix.rowStride)
  }

  /// Creates a view of numbers in memory.
  ///
  /// - Parameters:
  ///   - elements: The numbers, whose type must match `elementType`.
  ///   - elementType: The type of the numbers.
  ///   - rows: The number of rows.
  ///   - columns: The number of columns.
  ///   - rowStride: The distance between the starts of two rows in elements; by default `columns`.
  /// - Complexity: O(1).
  @_lifetime(copy elements)
  package init<Number: BitwiseCopyable & Numeric>(
    _ elements: Span<Number>, of elementType: ElementType, rows: Int, columns: Int,
    rowStride: Int? = nil
  ) {
    let size = MemoryLayout<Number>.size
    precondition(size == elementType.byteCount, "the numbers must be of the element type")
    // Numbers have no padding, so every byte is initialized.
    let bytes = unsafe elements.bytes
    self.init(
      bytes,
      StorageLayout(
        elementType: elementType, isBigEndian: 1.bigEndian == 1, rowCount: rows,
        columnCount: columns, rowStride: (rowStride ?? columns) * size))
  }
}
