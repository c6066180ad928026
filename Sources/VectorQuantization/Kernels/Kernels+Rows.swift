internal import CVQKernels

// Which rows to look at, and those rows side by side. [unsafe 3 of 3]

extension Kernels {
  /// Lists the rows of a tile whose bounds do not keep their codes; returns how many there are.
  ///
  /// - Parameters:
  ///   - lowers: A lower bound a row on the distance to every other centroid.
  ///   - uppers: An upper bound a row on the distance to its own.
  ///   - tileCodes: The rows' codes.
  ///   - thresholds: One a code: bounds that differ by more keep the code.
  ///   - rows: Receives the numbers of the rows, in order.
  func findContested(
    lowers: Span<Float>, uppers: Span<Float>, codes tileCodes: [Int32], thresholds: Span<Float>,
    into rows: inout [UInt32]
  ) -> Int {
    let (count, codes) = (lowers.count, tileCodes.span)
    var numbers = rows.mutableSpan
    precondition(uppers.count == count && codes.count >= count && numbers.count >= count)
    assert((0..<count).allSatisfy { Int(codes[$0]) < thresholds.count })
    return unsafe lowers.withUnsafeBufferPointer { lowers in
      unsafe uppers.withUnsafeBufferPointer { uppers in
        unsafe codes.withUnsafeBufferPointer { codes in
          unsafe thresholds.withUnsafeBufferPointer { thresholds in
            unsafe numbers.withUnsafeMutableBufferPointer { numbers in
              unsafe table.pointee.contested(
                lowers.first, uppers.first, codes.first, thresholds.first, count, numbers.first)
            }
          }
        }
      }
    }
  }

  /// Copies the first `count` rows that are listed, one after the other.
  func gather(
    _ rows: MatrixSpan<Scalar>, numbers rowNumbers: [UInt32], count: Int,
    into gathered: inout [Scalar]
  ) {
    let numbers = rowNumbers.span
    var packed = gathered.mutableSpan
    precondition(numbers.count >= count && packed.count >= count * rows.columnCount)
    assert((0..<count).allSatisfy { Int(numbers[$0]) < rows.rowCount })
    unsafe rows.elements.withUnsafeBufferPointer { x in
      unsafe numbers.withUnsafeBufferPointer { numbers in
        unsafe packed.withUnsafeMutableBufferPointer { packed in
          unsafe table.pointee.gather(
            x.raw, rows.rowStride, numbers.first, count, rows.columnCount, packed.raw)
        }
      }
    }
  }
}
