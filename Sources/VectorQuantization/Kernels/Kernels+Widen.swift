internal import CVQKernels

// Conversion of stored numbers to scalars. [unsafe 2 of 3]

extension Kernels {
  /// Converts some rows of stored numbers to scalars and writes them one after the other.
  func widen(_ stored: StoredSpan, rows: Range<Int>, into scalars: inout MutableSpan<Scalar>) {
    let layout = stored.layout
    precondition(rows.lowerBound >= 0 && rows.upperBound <= layout.rowCount, "the rows exist")
    precondition(scalars.count >= rows.count * layout.columnCount, "the scalars fit in the memory")
    if rows.isEmpty || layout.columnCount == 0 { return }
    let start = layout.offset + rows.lowerBound * layout.rowStride
    unsafe stored.bytes.withUnsafeBytes { bytes in
      unsafe scalars.withUnsafeMutableBufferPointer { scalars in
        // A StoredSpan ensures that its bytes hold every number of its layout.
        guard let base = bytes.baseAddress else { return }
        let stored = unsafe vqk_stored(
          bytes: base + start, row_stride: layout.rowStride, column_stride: layout.columnStride,
          type: layout.elementType.kernelType,
          is_swapped: layout.isBigEndian != StorageLayout.machineIsBigEndian)
        unsafe table.pointee.widen(stored, rows.count, layout.columnCount, scalars.raw)
      }
    }
  }
}

extension ElementType {
  fileprivate var kernelType: vqk_element_type {
    switch self {
    case .float16: VQK_FLOAT16
    case .bfloat16: VQK_BFLOAT16
    case .float32: VQK_FLOAT32
    case .float64: VQK_FLOAT64
    case .int8: VQK_INT8
    case .uint8: VQK_UINT8
    case .int16: VQK_INT16
    case .uint16: VQK_UINT16
    case .int32: VQK_INT32
    case .uint32: VQK_UINT32
    case .int64: VQK_INT64
    case .uint64: VQK_UINT64
    }
  }
}
