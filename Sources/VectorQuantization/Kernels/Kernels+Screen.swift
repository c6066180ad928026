internal import CVQKernels

// Pairs of a row and a centroid within a distance. [unsafe 2 of 3]

extension Kernels {
  /// Ranges for `screen` must begin at multiples of this, with every kernel set.
  static var screenRows: Int { Int(VQK_MAXIMUM_ROW_GROUP) }

  /// Writes the limits of a packed tile: the maximum score of a centroid within each row's radius.
  func setLimits(
    of packed: borrowing PackedRows<Scalar>, within squared: Span<Double>, slack: ScoreSlack
  ) {
    let (rowCount, featureCount) = (packed.count, packed.featureCount)
    precondition(squared.count >= rowCount)
    let groups = packed.groups.span
    var limits = packed.limits.lent
    let padded = Self.paddedRowCount(rowCount)
    precondition(groups.count >= padded * featureCount && limits.count >= padded)
    unsafe groups.withUnsafeBufferPointer { groups in
      unsafe squared.withUnsafeBufferPointer { squared in
        unsafe limits.withUnsafeMutableBufferPointer { limits in
          unsafe table.pointee.score_limits(
            vqk_rows(
              groups: groups.raw, n: rowCount, d: featureCount, ahead: nil, ahead_size: 0),
            squared.first, slack.factor, slack.underflow, limits.raw)
        }
      }
    }
  }

  /// Finds the pairs of a row and a centroid whose score is within the row's limit.
  ///
  /// - Parameters:
  ///   - range: The range of the packed tile's rows to search. Pairs number the rows from its
  ///     first.
  ///   - packed: The tile, and the limits of its rows.
  ///   - ahead: The data to prefetch meanwhile.
  ///   - codebook: The centroids.
  ///   - pairs: Receives the rows and the codes.
  /// - Returns: The number of pairs.
  func screen(
    _ range: Range<Int>, of packed: borrowing PackedRows<Scalar>, ahead: Span<Scalar>,
    among codebook: PackedCodebook<Scalar>, into pairs: borrowing ScreenOutput
  ) -> Int {
    let (groups, limits) = (packed.groups.span, packed.limits.span)
    var rows = pairs.rows.lent
    var codes = pairs.codes.lent
    let (first, d) = (range.lowerBound, codebook.featureCount)
    let padded = Self.paddedRowCount(range.count)
    precondition(first >= 0 && first.isMultiple(of: Self.screenRows))
    precondition(groups.count >= (first + padded) * d && limits.count >= first + padded)
    precondition(min(rows.count, codes.count) >= range.count * codebook.clusterCount)
    return unsafe groups.withUnsafeBufferPointer { groups in
      unsafe limits.withUnsafeBufferPointer { limits in
        unsafe ahead.withUnsafeBufferPointer { ahead in
          unsafe codebook.withC { codebook in
            unsafe rows.withUnsafeMutableBufferPointer { rows in
              unsafe codes.withUnsafeMutableBufferPointer { codes in
                let tile = unsafe vqk_rows(
                  groups: UnsafeRawPointer(groups.first + first * d), n: range.count, d: d,
                  ahead: ahead.raw, ahead_size: ahead.count * MemoryLayout<Scalar>.stride)
                return unsafe table.pointee.screen(
                  tile, codebook, UnsafeRawPointer(limits.first + first), rows.first, codes.first)
              }
            }
          }
        }
      }
    }
  }

  /// Computes the scaled squared distances of some pairs.
  ///
  /// They have the same bits that `distances` computes for all rows.
  func distances(
    _ rows: MatrixSpan<Scalar>, _ pairs: RowCodePairs, to codebook: PackedCodebook<Scalar>,
    into pairSquared: borrowing TileMemory<Double>
  ) {
    distances(
      rows, pairs, to: codebook.centroids, scale: codebook.frame.scale, into: pairSquared)
  }

  /// Computes the same for centroids that are not packed.
  func distances(
    _ rows: MatrixSpan<Scalar>, _ pairs: RowCodePairs, to centroids: MatrixSpan<Double>,
    scale: Double, into pairSquared: borrowing TileMemory<Double>
  ) {
    var squared = pairSquared.lent
    let (numbers, codes, count) = (pairs.rows, pairs.codes, pairs.rows.count)
    precondition(codes.count >= count && squared.count >= count)
    precondition(centroids.columnCount == rows.columnCount)
    assert((0..<count).allSatisfy { Int(numbers[$0]) < rows.rowCount })
    assert((0..<count).allSatisfy { Int(codes[$0]) < centroids.rowCount })
    unsafe rows.elements.withUnsafeBufferPointer { x in
      unsafe numbers.withUnsafeBufferPointer { numbers in
        unsafe codes.withUnsafeBufferPointer { codes in
          unsafe centroids.elements.withUnsafeBufferPointer { centroids in
            unsafe squared.withUnsafeMutableBufferPointer { squared in
              unsafe table.pointee.distances(
                x.raw, rows.rowStride, numbers.first, count, rows.columnCount, codes.first,
                centroids.first, scale, squared.first)
            }
          }
        }
      }
    }
  }
}

/// A borrow of pairs of a row and a code.
struct RowCodePairs: ~Escapable {
  let rows: Span<UInt32>
  let codes: Span<Int32>

  /// Borrows the first `count` of some rows and codes.
  @_lifetime(copy rows, copy codes)
  init(rows: Span<UInt32>, codes: Span<Int32>, count: Int) {
    self.rows = rows.extracting(first: count)
    self.codes = codes.extracting(first: count)
  }
}

/// Pairs of a row and a code, as a kernel writes them.
struct ScreenOutput: ~Copyable, Sendable {
  let rows: TileMemory<UInt32>
  let codes: TileMemory<Int32>

  init(capacity: Int) {
    rows = TileMemory(count: capacity)
    codes = TileMemory(count: capacity)
  }
}
