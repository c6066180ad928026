internal import CVQKernels

// Selects the rows to search, and gathers them. [unsafe 2 of 3]

extension Kernels {
  /// Lists the contested rows of a tile: rows whose bounds do not keep their codes.
  ///
  /// - Parameters:
  ///   - bounds: The rows' bounds, with one lower bound per row.
  ///   - codes: The rows' codes.
  ///   - thresholds: One threshold per code. A row keeps its code if its lower bound exceeds its
  ///     upper bound by more than the threshold.
  ///   - rows: Receives the numbers of the contested rows, in order.
  /// - Returns: The number of contested rows.
  func findContested(
    _ bounds: borrowing TileBounds, codes: Span<Int32>, thresholds: Span<Float>,
    into rows: borrowing TileMemory<UInt32>
  ) -> Int {
    let (lowers, uppers) = (bounds.lowers.span, bounds.uppers.span)
    let count = lowers.count
    var numbers = rows.lent
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

  /// Finds the groups that may hold the nearest centroid of some rows, from one bound per group.
  ///
  /// - Parameters:
  ///   - bounds: The rows' bounds. The lower bound of a group holds for all its centroids except
  ///     the row's own.
  ///   - drift: The cumulative drift that the difference of two bounds must exceed to keep the
  ///     code.
  ///   - listed: The number of open rows to test; `nil` means all rows of the tile.
  ///   - workspace: Holds the rows' codes. Receives the numbers of the open rows and a mask for
  ///     each, with one bit per group.
  /// - Returns: The number of rows that have such a group.
  func findContested(
    _ bounds: borrowing TileBounds, _ drift: GroupDrift, listed: Int?,
    _ workspace: borrowing Workspace<Scalar>
  ) -> Int {
    let (lowers, uppers) = (bounds.lowers.span, bounds.uppers.span)
    let (travelled, maximum) = (drift.travelled, drift.maximum)
    let (count, codes, groups) = (uppers.count, workspace.codes.span, maximum.count)
    var numbers = workspace.pruning.open.numbers.lent
    var masks = workspace.pruning.groups.masks.lent
    let looked = listed ?? count
    precondition(groups.isMultiple(of: 4) && groups <= 64 && lowers.count == count * groups)
    precondition(codes.count >= count && numbers.count >= looked && masks.count >= looked)
    assert((0..<count).allSatisfy { Int(codes[$0]) < travelled.count })
    return unsafe lowers.withUnsafeBufferPointer { lowers in
      unsafe uppers.withUnsafeBufferPointer { uppers in
        unsafe codes.withUnsafeBufferPointer { codes in
          unsafe travelled.withUnsafeBufferPointer { travelled in
            unsafe maximum.withUnsafeBufferPointer { maximum in
              unsafe numbers.withUnsafeMutableBufferPointer { numbers in
                unsafe masks.withUnsafeMutableBufferPointer { masks in
                  unsafe table.pointee.contested_groups(
                    lowers.first, groups, uppers.first, codes.first, travelled.first,
                    maximum.first, listed == nil ? nil : UnsafePointer(numbers.first), looked,
                    numbers.first, masks.first)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Copies the first `count` listed rows, one after the other.
  func gather(
    _ rows: MatrixSpan<Scalar>, numbers: Span<UInt32>, count: Int,
    into gathered: borrowing TileMemory<Scalar>
  ) {
    var packed = gathered.lent
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

/// The cumulative drift of each centroid, and the maximum drift in each group.
struct GroupDrift: ~Escapable {
  /// One number per code.
  let travelled: Span<Float>
  /// One number per group.
  ///
  /// A row keeps its code if its bounds differ by more than the sum of both.
  let maximum: Span<Float>

  @_lifetime(copy travelled, copy maximum)
  init(travelled: Span<Float>, maximum: Span<Float>) {
    self.travelled = travelled
    self.maximum = maximum
  }
}
