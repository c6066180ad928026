internal import CVQKernels

// Pairs of rows and centroids that lie within a distance. [unsafe 3 of 4]

extension Kernels {
  /// Rows that `screen` takes at once begin at multiples of this, whatever the kernel set.
  static var screenRows: Int { Int(VQK_MAXIMUM_ROW_GROUP) }

  /// Writes for each packed row of a tile the score up to which a centroid may lie within a squared
  /// distance of it.
  func limits(
    rowCount: Int, featureCount: Int, in packed: borrowing AlignedBuffer<Scalar>,
    squared: Span<Double>, slack: ScoreSlack, into scoreLimits: inout AlignedBuffer<Scalar>
  ) {
    let groups = packed.span
    var limits = scoreLimits.mutableSpan
    let padded = Self.paddedRowCount(rowCount)
    precondition(groups.count >= padded * featureCount && limits.count >= padded)
    precondition(squared.count >= rowCount)
    unsafe groups.withUnsafeBufferPointer { groups in
      unsafe squared.withUnsafeBufferPointer { squared in
        unsafe limits.withUnsafeMutableBufferPointer { limits in
          unsafe table.pointee.score_limits(
            vqk_rows(
              groups: groups.raw, n: rowCount, d: featureCount, ahead: nil, ahead_size: 0),
            squared.first,
            slack.factor, slack.underflow, limits.raw)
        }
      }
    }
  }

  /// Finds the pairs of a row and a centroid whose score is within the row's limit.
  ///
  /// - Parameters:
  ///   - range: Those of a packed tile's rows to look at; pairs number them from its first.
  ///   - packed: The tile.
  ///   - scoreLimits: The limits of its rows.
  ///   - ahead: What is wanted next, brought into the cache meanwhile.
  ///   - codebook: The centroids.
  ///   - pairRows: Receives the rows.
  ///   - pairCodes: Receives the codes.
  /// - Returns: How many pairs there are.
  func screen(
    _ range: Range<Int>, in packed: borrowing AlignedBuffer<Scalar>,
    limits scoreLimits: borrowing AlignedBuffer<Scalar>, ahead: Span<Scalar>,
    codebook: PackedCodebook<Scalar>, rows pairRows: inout [UInt32], codes pairCodes: inout [Int32]
  ) -> Int {
    let (groups, limits) = (packed.span, scoreLimits.span)
    var rows = pairRows.mutableSpan
    var codes = pairCodes.mutableSpan
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

  /// Squared distances of some rows to the centroids their codes name, scaled: the bits that
  /// `distances` gives for all rows.
  func distances(
    _ rows: MatrixSpan<Scalar>, numbers rowNumbers: [UInt32], codes pairCodes: [Int32],
    count: Int, centroids: MatrixSpan<Scalar>, scale: Double, into pairSquared: inout [Double]
  ) {
    let (numbers, codes) = (rowNumbers.span, pairCodes.span)
    var squared = pairSquared.mutableSpan
    precondition(numbers.count >= count && codes.count >= count && squared.count >= count)
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
                centroids.raw, scale, squared.first)
            }
          }
        }
      }
    }
  }
}
