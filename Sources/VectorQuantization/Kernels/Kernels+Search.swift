internal import CVQKernels

// Packing, and the search for the nearest. [unsafe 3 of 4]

extension Kernels {
  /// Packs a tile's rows, and writes each row's margin.
  func pack(
    _ rows: MatrixSpan<Scalar>, frame: Frame<Scalar>, margin: Margin,
    into packed: inout AlignedBuffer<Scalar>, margins packedMargins: inout AlignedBuffer<Scalar>
  ) {
    var groups = packed.mutableSpan
    var margins = packedMargins.mutableSpan
    let padded = Self.paddedRowCount(rows.rowCount)
    precondition(groups.count >= padded * rows.columnCount && margins.count >= padded)
    precondition(frame.shift.count == rows.columnCount)
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

  /// Packs consecutive centroids, and returns their least and greatest norm in the frame.
  ///
  /// - Parameters:
  ///   - centroids: The centroids, one after the other.
  ///   - clusterCount: How many there are.
  ///   - frame: The frame to pack them in.
  ///   - packed: Receives whole panels; 64-byte aligned.
  /// - Returns: The norms.
  func pack(
    centroids: Span<Scalar>, clusterCount: Int, frame: Frame<Scalar>,
    into packed: inout MutableSpan<Scalar>
  ) -> (least: Double, greatest: Double) {
    let featureCount = frame.shift.count
    precondition(centroids.count >= clusterCount * featureCount)
    precondition(
      packed.count >= Self.panelCount(clusterCount: clusterCount, featureCount: featureCount))
    var least = 0.0
    var greatest = 0.0
    unsafe centroids.withUnsafeBufferPointer { c in
      unsafe packed.withUnsafeMutableBufferPointer { panels in
        unsafe frame.withC { frame in
          unsafe table.pointee.pack_centroids(
            c.raw, clusterCount, featureCount, frame, panels.raw, &least, &greatest)
        }
      }
    }
    return (least, greatest)
  }

  /// Finds the nearest codes of a packed tile's rows, and returns how many rows are undecided.
  ///
  /// - Parameters:
  ///   - rowCount: The rows packed.
  ///   - packed: The rows.
  ///   - packedMargins: Their margins.
  ///   - ahead: What is wanted next, brought into the cache meanwhile.
  ///   - codebook: The centroids.
  ///   - tileCodes: Receives the codes.
  ///   - rows: Receives the undecided rows.
  ///   - rowGaps: Receives, unless it is empty, by how much each row's second score exceeds what
  ///     would leave it undecided.
  /// - Returns: The number of undecided rows.
  func nearest(
    rowCount: Int, in packed: borrowing AlignedBuffer<Scalar>,
    margins packedMargins: borrowing AlignedBuffer<Scalar>, ahead: Span<Scalar>,
    to codebook: PackedCodebook<Scalar>, codes tileCodes: inout [Int32],
    undecided rows: inout [UndecidedRow], gaps rowGaps: inout [Scalar]
  ) -> Int {
    let groups = packed.span
    let margins = packedMargins.span
    var codes = tileCodes.mutableSpan
    var undecided = rows.mutableSpan
    var gaps = rowGaps.mutableSpan
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

  /// Finds the candidates of an undecided row of a packed tile; returns how many there are.
  func candidates(
    of row: UndecidedRow, rowCount: Int, in packed: borrowing AlignedBuffer<Scalar>,
    codebook: PackedCodebook<Scalar>, into found: inout [Int32]
  ) -> Int {
    let groups = packed.span
    var codes = found.mutableSpan
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

/// A row whose nearest centroid scores cannot tell, and what they can.
typealias UndecidedRow = vqk_undecided
