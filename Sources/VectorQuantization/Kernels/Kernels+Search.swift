internal import CVQKernels

// Packing, and the search for the nearest. [unsafe 3 of 3]

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
  func pack(
    centroids: [Scalar], from start: Int, clusterCount: Int, frame: Frame<Scalar>,
    into buffer: inout AlignedBuffer<Scalar>, at offset: Int
  ) -> (least: Double, greatest: Double) {
    let featureCount = frame.shift.count
    let needed = Self.panelCount(clusterCount: clusterCount, featureCount: featureCount)
    let centroids = centroids.span.extracting(start..<(start + clusterCount * featureCount))
    var panels = buffer.mutableSpan
    precondition(offset >= 0 && panels.count - offset >= needed)
    var least = 0.0
    var greatest = 0.0
    unsafe centroids.withUnsafeBufferPointer { c in
      unsafe panels.withUnsafeMutableBufferPointer { panels in
        unsafe frame.withC { frame in
          unsafe table.pointee.pack_centroids(
            c.raw, clusterCount, featureCount, frame,
            UnsafeMutableRawPointer(panels.first + offset),
            &least, &greatest)
        }
      }
    }
    return (least, greatest)
  }

  /// Finds the nearest codes of a packed tile's rows, and returns how many rows are undecided.
  func nearest(
    rowCount: Int, in packed: borrowing AlignedBuffer<Scalar>,
    margins packedMargins: borrowing AlignedBuffer<Scalar>, to codebook: PackedCodebook<Scalar>,
    least leastScores: inout AlignedBuffer<Scalar>,
    second secondScores: inout AlignedBuffer<Scalar>, panel panels: inout AlignedBuffer<Scalar>,
    codes tileCodes: inout [Int32], undecided rows: inout [UInt32]
  ) -> Int {
    let groups = packed.span
    let margins = packedMargins.span
    var least = leastScores.mutableSpan
    var second = secondScores.mutableSpan
    var panel = panels.mutableSpan
    var codes = tileCodes.mutableSpan
    var undecided = rows.mutableSpan
    let padded = Self.paddedRowCount(rowCount)
    precondition(groups.count >= padded * codebook.featureCount && margins.count >= padded)
    // The kernel writes the number after the last undecided row before it knows that it is not one.
    precondition(codes.count >= rowCount && undecided.count > rowCount)
    precondition(least.count >= padded && second.count >= padded && panel.count >= padded)
    return unsafe groups.withUnsafeBufferPointer { groups in
      unsafe codebook.withC { codebook in
        unsafe margins.withUnsafeBufferPointer { margins in
          unsafe least.withUnsafeMutableBufferPointer { least in
            unsafe second.withUnsafeMutableBufferPointer { second in
              unsafe panel.withUnsafeMutableBufferPointer { panel in
                unsafe codes.withUnsafeMutableBufferPointer { codes in
                  unsafe undecided.withUnsafeMutableBufferPointer { undecided in
                    unsafe table.pointee.nearest(
                      vqk_rows(groups: groups.raw, n: rowCount, d: codebook.d), codebook,
                      margins.raw, least.raw, second.raw, panel.raw, codes.first,
                      undecided.first)
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /// Finds the codes whose score for one packed row is at most `limit`; returns how many.
  func candidates(
    row: Int, of rowCount: Int, in packed: borrowing AlignedBuffer<Scalar>,
    codebook: PackedCodebook<Scalar>, limit: Double, into found: inout [Int32]
  ) -> Int {
    let groups = packed.span
    var codes = found.mutableSpan
    precondition(row < rowCount && codes.count >= codebook.clusterCount)
    precondition(groups.count >= Self.paddedRowCount(rowCount) * codebook.featureCount)
    return unsafe groups.withUnsafeBufferPointer { groups in
      unsafe codebook.withC { codebook in
        unsafe codes.withUnsafeMutableBufferPointer { codes in
          unsafe table.pointee.candidates(
            vqk_rows(groups: groups.raw, n: rowCount, d: codebook.d), row, codebook, limit,
            codes.first)
        }
      }
    }
  }
}
