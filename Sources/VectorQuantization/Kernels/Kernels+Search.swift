internal import CVQKernels

// Packing, and the search for the nearest centroid. [unsafe 2 of 3]

extension Kernels {
  /// Packs a tile's rows and writes the margin of each.
  ///
  /// `packed.count` must be the number of rows.
  func pack(
    _ rows: MatrixSpan<Scalar>, frame: FrameSpan<Scalar>, margin: Margin,
    into packed: borrowing PackedRows<Scalar>
  ) {
    precondition(packed.count == rows.rowCount && packed.featureCount == rows.columnCount)
    precondition(frame.shift.count == rows.columnCount)
    var groups = packed.groups.lent
    var margins = packed.limits.lent
    let padded = Self.paddedRowCount(rows.rowCount)
    precondition(groups.count >= padded * rows.columnCount && margins.count >= padded)
    unsafe rows.elements.withUnsafeBufferPointer { x in
      unsafe groups.withUnsafeMutableBufferPointer { groups in
        unsafe margins.withUnsafeMutableBufferPointer { margins in
          unsafe frame.withC { frame in
            unsafe table.pointee.pack_rows(
              x.raw, rows.rowStride, rows.rowCount, rows.columnCount, frame, margin.c,
              groups.raw, margins.raw)
          }
        }
      }
    }
  }

  /// Packs consecutive centroids and returns their smallest and largest norm in the frame.
  ///
  /// - Parameters:
  ///   - centroids: The centroids, one after the other.
  ///   - clusterCount: The number of centroids.
  ///   - frame: The frame to pack them in.
  ///   - packed: Receives whole panels; must be 64-byte aligned.
  /// - Returns: The smallest and the largest norm.
  func pack(
    centroids: Span<Double>, clusterCount: Int, frame: FrameSpan<Scalar>,
    into packed: inout MutableSpan<Scalar>
  ) -> NormRange {
    let featureCount = frame.shift.count
    precondition(centroids.count >= clusterCount * featureCount)
    precondition(
      packed.count >= Self.panelCount(clusterCount: clusterCount, featureCount: featureCount))
    var minimum = 0.0
    var maximum = 0.0
    unsafe centroids.withUnsafeBufferPointer { c in
      unsafe packed.withUnsafeMutableBufferPointer { panels in
        unsafe frame.withC { frame in
          unsafe table.pointee.pack_centroids(
            c.first, clusterCount, featureCount, frame, panels.raw, &minimum, &maximum)
        }
      }
    }
    return (minimum, maximum)
  }

  /// Finds the code of each packed row's nearest centroid, and the rows that scores cannot decide.
  ///
  /// - Parameters:
  ///   - packed: The rows, and their margins.
  ///   - ahead: The data to prefetch meanwhile.
  ///   - codebook: The centroids.
  ///   - tileCodes: Receives the codes.
  ///   - verdicts: Receives the undecided rows, and the gaps if it has memory for them.
  /// - Returns: The number of undecided rows.
  func nearest(
    to packed: borrowing PackedRows<Scalar>, ahead: Span<Scalar>,
    among codebook: PackedCodebook<Scalar>, codes tileCodes: borrowing TileMemory<Int32>,
    verdicts: borrowing Verdicts<Scalar>
  ) -> Int {
    let (groups, margins, rowCount) = (packed.groups.span, packed.limits.span, packed.count)
    var codes = tileCodes.lent
    var undecided = verdicts.undecided.lent
    var gaps = verdicts.gaps.lent
    let padded = Self.paddedRowCount(rowCount)
    precondition(groups.count >= padded * codebook.featureCount && margins.count >= rowCount)
    precondition(codes.count >= rowCount && undecided.count >= rowCount)
    precondition(gaps.isEmpty || gaps.count >= rowCount)
    return unsafe groups.withUnsafeBufferPointer { groups in
      unsafe codebook.withC { codebook in
        unsafe margins.withUnsafeBufferPointer { margins in
          unsafe ahead.withUnsafeBufferPointer { ahead in
            unsafe codes.withUnsafeMutableBufferPointer { codes in
              unsafe undecided.withUnsafeMutableBufferPointer { undecided in
                unsafe gaps.withUnsafeMutableBufferPointer { gaps in
                  let rows = unsafe vqk_rows(
                    groups: groups.raw, n: rowCount, d: codebook.d, ahead: ahead.raw,
                    ahead_size: ahead.count * MemoryLayout<Scalar>.stride)
                  return unsafe table.pointee.nearest(
                    rows, codebook, margins.raw, codes.first, undecided.first,
                    gaps.isEmpty ? nil : gaps.raw)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Finds the candidates of an undecided row of a packed tile; returns their number.
  func candidates(
    of row: UndecidedRow, in packed: borrowing PackedRows<Scalar>,
    among codebook: PackedCodebook<Scalar>, into found: borrowing TileMemory<Int32>
  ) -> Int {
    let (groups, rowCount) = (packed.groups.span, packed.count)
    var codes = found.lent
    precondition(row.row < rowCount && codes.count >= max(2, codebook.clusterCount))
    precondition(groups.count >= Self.paddedRowCount(rowCount) * codebook.featureCount)
    return unsafe groups.withUnsafeBufferPointer { groups in
      unsafe codebook.withC { codebook in
        unsafe codes.withUnsafeMutableBufferPointer { codes in
          let rows = unsafe vqk_rows(
            groups: groups.raw, n: rowCount, d: codebook.d, ahead: nil, ahead_size: 0)
          return unsafe table.pointee.candidates(rows, row, codebook, codes.first)
        }
      }
    }
  }
}

/// The results of the kernel for a tile's rows, in addition to their codes.
struct Verdicts<Scalar: VectorScalar>: ~Copyable, Sendable {
  /// The rows whose nearest centroid the scores cannot decide.
  let undecided: TileMemory<UndecidedRow>
  /// For each row, the second-lowest score minus the lowest score and the margin.
  ///
  /// Positive if the row is decided. Empty unless requested.
  let gaps: TileMemory<Scalar>

  init(rowCapacity: Int, keepsGaps: Bool) {
    undecided = TileMemory(repeating: UndecidedRow(), count: rowCapacity)
    gaps = TileMemory(count: keepsGaps ? rowCapacity : 0)
  }
}

/// A row whose nearest centroid the scores cannot decide, and what they tell about it.
typealias UndecidedRow = vqk_undecided
