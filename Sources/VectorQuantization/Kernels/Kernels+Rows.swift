internal import CVQKernels

// Which rows to look at, and those rows side by side. [unsafe 3 of 4]

extension Kernels {
  /// Lists the rows of a tile whose bounds do not keep their codes.
  ///
  /// - Parameters:
  ///   - lowers: A lower bound a row on the distance to every other centroid.
  ///   - uppers: An upper bound a row on the distance to its own.
  ///   - tileCodes: The rows' codes.
  ///   - thresholds: One a code: bounds that differ by more keep the code.
  ///   - rows: Receives the numbers of the rows, in order.
  /// - Returns: How many there are.
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

  /// Finds the groups of centroids that may hold the nearest of some rows, by bounds a group.
  ///
  /// - Parameters:
  ///   - lowers: For each row of the tile, a lower bound a group on the distances to its centroids
  ///     but the row's own.
  ///   - uppers: An upper bound a row on the distance to its own centroid.
  ///   - tileCodes: The rows' codes.
  ///   - travelled: One a code.
  ///   - greatest: One a group: bounds that differ by more than both keep the code.
  ///   - listed: How many of `rows` to look at; `nil` means all of the tile.
  ///   - rows: Receives the numbers of the rows.
  ///   - rowMasks: Receives a bit a group for each of them.
  /// - Returns: How many rows have any.
  func findContested(
    lowers: Span<Float>, uppers: Span<Float>, codes tileCodes: [Int32], travelled: Span<Float>,
    greatest: Span<Float>, listed: Int?, rows: inout [UInt32], masks rowMasks: inout [UInt64]
  ) -> Int {
    let (count, codes, groups) = (uppers.count, tileCodes.span, greatest.count)
    var numbers = rows.mutableSpan
    var masks = rowMasks.mutableSpan
    let looked = listed ?? count
    precondition(groups.isMultiple(of: 4) && groups <= 64 && lowers.count == count * groups)
    precondition(codes.count >= count && numbers.count >= looked && masks.count >= looked)
    assert((0..<count).allSatisfy { Int(codes[$0]) < travelled.count })
    return unsafe lowers.withUnsafeBufferPointer { lowers in
      unsafe uppers.withUnsafeBufferPointer { uppers in
        unsafe codes.withUnsafeBufferPointer { codes in
          unsafe travelled.withUnsafeBufferPointer { travelled in
            unsafe greatest.withUnsafeBufferPointer { greatest in
              unsafe numbers.withUnsafeMutableBufferPointer { numbers in
                unsafe masks.withUnsafeMutableBufferPointer { masks in
                  unsafe table.pointee.contested_groups(
                    lowers.first, groups, uppers.first, codes.first, travelled.first,
                    greatest.first, listed == nil ? nil : UnsafePointer(numbers.first), looked,
                    numbers.first, masks.first)
                }
              }
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
