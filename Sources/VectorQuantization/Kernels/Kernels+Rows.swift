internal import CVQKernels

// Which rows to look at, and those rows side by side. [unsafe 2 of 3]

extension Kernels {
  /// Lists the rows of a tile whose bounds do not keep their codes.
  ///
  /// - Parameters:
  ///   - bounds: The rows' bounds, with one lower bound each.
  ///   - codes: The rows' codes.
  ///   - thresholds: One a code: bounds that differ by more keep the code.
  ///   - rows: Receives the numbers of the rows, in order.
  /// - Returns: How many there are.
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

  /// Finds the groups of centroids that may hold the nearest of some rows, by bounds a group.
  ///
  /// - Parameters:
  ///   - bounds: The rows' bounds: a lower bound a group on the distances to its centroids but the
  ///     row's own.
  ///   - drift: What bounds must differ by to keep the code.
  ///   - listed: How many of the open rows to look at; `nil` means all of the tile.
  ///   - workspace: Holds the rows' codes; receives the numbers of the open rows, and a mask with a bit a
  ///     group for each.
  /// - Returns: How many rows have any.
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

  /// Copies the first `count` rows that are listed, one after the other.
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

/// How far centroids travelled, and the fastest of each group of them.
struct GroupDrift: ~Escapable {
  /// One a code.
  let travelled: Span<Float>
  /// One a group: bounds that differ by more than both keep the code.
  let maximum: Span<Float>

  @_lifetime(copy travelled, copy maximum)
  init(travelled: Span<Float>, maximum: Span<Float>) {
    self.travelled = travelled
    self.maximum = maximum
  }
}
