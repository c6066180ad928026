internal import CVQKernels

/// The C kernels of one set for one scalar, with types. [unsafe 3 of 3]
///
/// Each method checks the sizes that its kernel relies on, once a tile; inside, a kernel reads and
/// writes exactly what `CVQKernels.h` says, so these checks are what makes the calls sound. Codes
/// are rows of the codebook because only `nearest` and `NearTies` make them. Pointers do not outlive
/// a call.
@safe struct Kernels<Scalar: VectorScalar>: @unchecked Sendable {
  // A constant of the C target: it is never freed nor changed.
  private let table: UnsafePointer<vqk_kernels>

  init(_ set: KernelSet) {
    precondition(
      Scalar.self == Float.self || Scalar.self == Double.self, "observations are Float or Double")
    guard let table = unsafe vqk_available(set.index, MemoryLayout<Scalar>.size) else {
      preconditionFailure("a kernel set that exists for one scalar exists for both")
    }
    unsafe self.table = table
  }

  /// `count` rounded up to whole groups of rows, for any kernel set.
  static func paddedRowCount(_ count: Int) -> Int {
    let group = Int(VQK_MAXIMUM_ROW_GROUP)
    return (count + group - 1) / group * group
  }
}

// MARK: Packing and searching

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

// MARK: Distances and sums

extension Kernels {
  /// Squared distances of a tile's rows to the centroids their codes name, scaled.
  func distances(
    _ rows: MatrixSpan<Scalar>, codes tileCodes: [Int32], centroids: Span<Scalar>, scale: Double,
    into tileSquared: inout [Double]
  ) {
    let codes = tileCodes.span
    var squared = tileSquared.mutableSpan
    precondition(codes.count >= rows.rowCount && squared.count >= rows.rowCount)
    assert(
      (0..<rows.rowCount).allSatisfy { (Int(codes[$0]) + 1) * rows.columnCount <= centroids.count })
    unsafe rows.elements.withUnsafeBufferPointer { x in
      unsafe codes.withUnsafeBufferPointer { codes in
        unsafe centroids.withUnsafeBufferPointer { centroids in
          unsafe squared.withUnsafeMutableBufferPointer { squared in
            unsafe table.pointee.distances(
              x.raw, rows.rowStride, rows.rowCount, rows.columnCount, codes.first, centroids.raw,
              scale, squared.first)
          }
        }
      }
    }
  }

  /// Adds a tile's rows to the sums of their codes.
  func accumulate(
    _ rows: MatrixSpan<Scalar>, codes tileCodes: [Int32], weights: Span<Scalar>?,
    shift: Span<Double>, sums: inout MutableSpan<Double>,
    counts: inout MutableSpan<Int64>, totals: inout MutableSpan<Double>
  ) {
    let codes = tileCodes.span
    precondition(codes.count >= rows.rowCount && shift.count == rows.columnCount)
    precondition(sums.count == counts.count * rows.columnCount)
    if let weights {
      precondition(weights.count >= rows.rowCount && totals.count == counts.count)
    }
    assert((0..<rows.rowCount).allSatisfy { Int(codes[$0]) < counts.count })
    unsafe rows.elements.withUnsafeBufferPointer { x in
      unsafe codes.withUnsafeBufferPointer { codes in
        unsafe shift.withUnsafeBufferPointer { shift in
          unsafe sums.withUnsafeMutableBufferPointer { sums in
            unsafe counts.withUnsafeMutableBufferPointer { counts in
              unsafe totals.withUnsafeMutableBufferPointer { totals in
                unsafe Self.withPointer(to: weights) { weights in
                  unsafe table.pointee.accumulate(
                    x.raw, rows.rowStride, rows.rowCount, rows.columnCount, codes.first,
                    weights, shift.first, sums.first, counts.first, totals.first)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Adds each column's scaled differences from `shift`, and their squares, and finds the greatest;
  /// returns whether all rows are finite.
  func moments(
    _ rows: MatrixSpan<Scalar>, shift: Span<Double>, scale: Span<Double>,
    sums: inout MutableSpan<Double>, squares: inout MutableSpan<Double>,
    greatest: inout MutableSpan<Double>
  ) -> Bool {
    let columns = rows.columnCount
    precondition(shift.count == columns && scale.count == columns && sums.count == columns)
    precondition(squares.count == columns && greatest.count == columns)
    return unsafe rows.elements.withUnsafeBufferPointer { x in
      unsafe shift.withUnsafeBufferPointer { shift in
        unsafe scale.withUnsafeBufferPointer { scale in
          unsafe sums.withUnsafeMutableBufferPointer { sums in
            unsafe squares.withUnsafeMutableBufferPointer { squares in
              unsafe greatest.withUnsafeMutableBufferPointer { greatest in
                unsafe table.pointee.moments(
                  x.raw, rows.rowStride, rows.rowCount, columns, shift.first, scale.first,
                  sums.first, squares.first, greatest.first)
              }
            }
          }
        }
      }
    }
  }

  /// Adds the lower triangle of the rows' weighted products of differences from `shift`.
  func comoments(
    _ rows: MatrixSpan<Scalar>, weights: Span<Scalar>?, shift: Span<Double>,
    difference: inout MutableSpan<Double>, lower: inout MutableSpan<Double>
  ) {
    let columns = rows.columnCount
    precondition(shift.count == columns && difference.count == columns)
    precondition(lower.count == columns * columns)
    if let weights { precondition(weights.count >= rows.rowCount) }
    unsafe rows.elements.withUnsafeBufferPointer { x in
      unsafe shift.withUnsafeBufferPointer { shift in
        unsafe difference.withUnsafeMutableBufferPointer { difference in
          unsafe lower.withUnsafeMutableBufferPointer { lower in
            unsafe Self.withPointer(to: weights) { weights in
              unsafe table.pointee.comoments(
                x.raw, rows.rowStride, rows.rowCount, columns, weights, shift.first,
                difference.first, lower.first)
            }
          }
        }
      }
    }
  }

  /// Calls `body` with where the weights lie, or null if there are none.
  private static func withPointer(
    to weights: Span<Scalar>?, _ body: (UnsafeRawPointer?) -> Void
  ) {
    guard let weights else { return body(nil) }
    unsafe weights.withUnsafeBufferPointer { weights in unsafe body(weights.raw) }
  }
}

// MARK: C values

extension Frame {
  /// Calls `body` with the frame as C sees it.
  fileprivate func withC<Result>(_ body: (vqk_frame) -> Result) -> Result {
    unsafe shift.span.withUnsafeBufferPointer { shift in
      unsafe body(vqk_frame(shift: shift.raw, scale: scale))
    }
  }
}

extension Margin {
  fileprivate var c: vqk_margin {
    vqk_margin(factor: factor, least: least, greatest: greatest, underflow: underflow)
  }
}

extension PackedCodebook {
  /// Calls `body` with the codebook as C sees it.
  fileprivate func withC<Result>(_ body: (vqk_codebook) -> Result) -> Result {
    unsafe panels.withUnsafeBufferPointer { panels in
      unsafe body(vqk_codebook(panels: panels.raw, k: clusterCount, d: featureCount))
    }
  }
}

// C takes no null pointers; an empty buffer's is never read or written through.
extension UnsafeBufferPointer {
  fileprivate var first: UnsafePointer<Element> {
    unsafe baseAddress ?? UnsafePointer(bitPattern: 64).unsafelyUnwrapped
  }
  fileprivate var raw: UnsafeRawPointer { unsafe UnsafeRawPointer(first) }
}

extension UnsafeMutableBufferPointer {
  fileprivate var first: UnsafeMutablePointer<Element> {
    unsafe baseAddress ?? UnsafeMutablePointer(bitPattern: 64).unsafelyUnwrapped
  }
  fileprivate var raw: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(first) }
}
