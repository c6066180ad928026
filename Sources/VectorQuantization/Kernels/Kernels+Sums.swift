internal import CVQKernels

// Distances, sums and moments. [unsafe 2 of 3]

extension Kernels {
  /// Squared distances of a tile's rows to the centroids their codes name, scaled.
  func distances(
    _ rows: MatrixSpan<Scalar>, codes: Span<Int32>, to codebook: PackedCodebook<Scalar>,
    into tileSquared: borrowing TileMemory<Double>
  ) {
    let (centroids, scale) = (codebook.centroids.elements, codebook.frame.scale)
    var squared = tileSquared.lent
    precondition(codes.count >= rows.rowCount && squared.count >= rows.rowCount)
    assert(
      (0..<rows.rowCount).allSatisfy { (Int(codes[$0]) + 1) * rows.columnCount <= centroids.count })
    unsafe rows.elements.withUnsafeBufferPointer { x in
      unsafe codes.withUnsafeBufferPointer { codes in
        unsafe centroids.withUnsafeBufferPointer { centroids in
          unsafe squared.withUnsafeMutableBufferPointer { squared in
            unsafe table.pointee.distances(
              x.raw, rows.rowStride, nil, rows.rowCount, rows.columnCount, codes.first,
              centroids.first, scale, squared.first)
          }
        }
      }
    }
  }

  /// The numbers of workspace that `distances` to all centroids takes for rows of so many features.
  static func stripSize(featureCount: Int) -> Int { Int(VQK_MAXIMUM_ROW_GROUP) * featureCount }

  /// Writes the distance of each row to each centroid, one row after the other; -1 where its square is
  /// out of range.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - centroids: The centroids, one after the other.
  ///   - strip: Workspace of `stripSize` numbers.
  ///   - distances: Receives as many distances a row as there are centroids.
  /// - Returns: Whether no square is out of range.
  func distances(
    _ rows: MatrixSpan<Scalar>, toAll centroids: MatrixSpan<Double>,
    strip: inout MutableSpan<Double>, into distances: inout MutableSpan<Scalar>
  ) -> Bool {
    let (n, d, k) = (rows.rowCount, rows.columnCount, centroids.rowCount)
    precondition(centroids.columnCount == d && centroids.elements.count >= k * d)
    precondition(strip.count >= Self.stripSize(featureCount: d) && distances.count >= n * k)
    return unsafe rows.elements.withUnsafeBufferPointer { x in
      unsafe centroids.elements.withUnsafeBufferPointer { centroids in
        unsafe strip.withUnsafeMutableBufferPointer { strip in
          unsafe distances.withUnsafeMutableBufferPointer { distances in
            unsafe table.pointee.distance_matrix(
              x.raw, rows.rowStride, n, d, centroids.first, k, strip.first, distances.raw)
          }
        }
      }
    }
  }

  /// Adds rows to the sums of their codes, or takes them away.
  ///
  /// - Parameters:
  ///   - coded: The rows.
  ///   - takesAway: Whether to subtract.
  ///   - shift: What is subtracted from each row.
  ///   - record: The sums, of all codes that the rows have.
  func accumulate(
    _ coded: CodedRows<Scalar>, takesAway: Bool = false, shift: Span<Double>,
    into record: inout PartialSums
  ) {
    let (rows, codes) = (coded.rows, coded.codes)
    let features = coded.features ?? 0..<rows.columnCount
    let (first, counts) = (features.lowerBound, features.lowerBound == 0)
    precondition(first >= 0 && features.upperBound <= rows.columnCount)
    precondition(codes.count >= rows.rowCount && shift.count == rows.columnCount)
    precondition(record.sums.count == record.counts.count * rows.columnCount)
    if let weights = coded.weights {
      precondition(weights.count >= rows.rowCount && record.totals.count == record.counts.count)
    }
    coded.assertCodes(within: record.firstCode..<(record.firstCode + record.counts.count))
    let (count, firstCode) = (coded.count, Int32(record.firstCode))
    unsafe rows.elements.withUnsafeBufferPointer { x in
      unsafe Self.withPointer(to: coded.numbers) { numbers in
        unsafe codes.withUnsafeBufferPointer { codes in
          unsafe shift.withUnsafeBufferPointer { shift in
            unsafe record.sums.withUnsafeMutableBufferPointer { sums in
              unsafe record.counts.withUnsafeMutableBufferPointer { members in
                unsafe record.totals.withUnsafeMutableBufferPointer { totals in
                  unsafe Self.withPointer(to: coded.weights) { weights in
                    unsafe table.pointee.accumulate(
                      UnsafeRawPointer(x.first + first), rows.rowStride, count, features.count,
                      numbers, codes.first, weights,
                      takesAway ? -1 : 1, shift.first + first, firstCode, sums.first + first,
                      rows.columnCount, counts ? members.first : nil, counts ? totals.first : nil)
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /// Moves rows from the sums of the codes they had to those of the codes they have, one after the other,
  /// so that it does not matter how rows are divided into tiles.
  func transfer(
    _ coded: CodedRows<Scalar>, from before: Span<Int32>, shift: Span<Double>,
    into record: inout PartialSums
  ) {
    let (rows, codes, count) = (coded.rows, coded.codes, coded.count)
    precondition(codes.count >= rows.rowCount && before.count >= rows.rowCount)
    precondition(shift.count == rows.columnCount && record.firstCode == 0)
    precondition(record.sums.count == record.counts.count * rows.columnCount)
    coded.assertCodes(within: 0..<record.counts.count)
    guard let numbers = coded.numbers else { preconditionFailure("the rows are listed") }
    unsafe rows.elements.withUnsafeBufferPointer { x in
      unsafe numbers.withUnsafeBufferPointer { numbers in
        unsafe before.withUnsafeBufferPointer { before in
          unsafe codes.withUnsafeBufferPointer { codes in
            unsafe shift.withUnsafeBufferPointer { shift in
              unsafe record.sums.withUnsafeMutableBufferPointer { sums in
                unsafe record.counts.withUnsafeMutableBufferPointer { counts in
                  unsafe table.pointee.transfer(
                    x.raw, rows.rowStride, rows.columnCount, numbers.first, count, before.first,
                    codes.first, shift.first, sums.first, counts.first)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Counts the codes of a tile that differ from those before.
  func changedCount(from before: Span<Int32>, to after: Span<Int32>) -> Int {
    precondition(after.count >= before.count)
    return unsafe before.withUnsafeBufferPointer { before in
      unsafe after.withUnsafeBufferPointer { after in
        unsafe table.pointee.changed(before.first, after.first, before.count, nil)
      }
    }
  }

  /// Lists the rows of a tile whose codes differ from those before; returns how many there are.
  func findChanged(
    from before: Span<Int32>, to after: Span<Int32>, into rows: borrowing TileMemory<UInt32>
  ) -> Int {
    var numbers = rows.lent
    precondition(after.count >= before.count && numbers.count >= before.count)
    return unsafe before.withUnsafeBufferPointer { before in
      unsafe after.withUnsafeBufferPointer { after in
        unsafe numbers.withUnsafeMutableBufferPointer { numbers in
          unsafe table.pointee.changed(before.first, after.first, before.count, numbers.first)
        }
      }
    }
  }

  /// Adds each column's scaled differences from `shift`, and their squares, and finds the largest;
  /// returns whether all rows are finite.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - shift: What is subtracted from each row.
  ///   - scale: What the differences are multiplied by.
  ///   - record: The sums of all columns, then their squares, then the largest.
  /// - Returns: Whether all rows are finite.
  func moments(
    _ rows: MatrixSpan<Scalar>, shift: Span<Double>, scale: Span<Double>,
    into record: inout MutableSpan<Double>
  ) -> Bool {
    let columns = rows.columnCount
    precondition(shift.count == columns && scale.count == columns)
    precondition(record.count == 3 * columns)
    return unsafe rows.elements.withUnsafeBufferPointer { x in
      unsafe shift.withUnsafeBufferPointer { shift in
        unsafe scale.withUnsafeBufferPointer { scale in
          unsafe record.withUnsafeMutableBufferPointer { record in
            unsafe table.pointee.moments(
              x.raw, rows.rowStride, rows.rowCount, columns, shift.first, scale.first,
              record.first, record.first + columns, record.first + 2 * columns)
          }
        }
      }
    }
  }

  /// Adds the lower triangle of the rows' weighted products of differences from `shift`.
  func comoments(
    _ rows: MatrixSpan<Scalar>, weights: Span<Double>?, shift: Span<Double>,
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

  /// Calls `body` with where the elements lie, or null if there are none.
  static func withPointer<Element>(
    to elements: Span<Element>?, _ body: (UnsafePointer<Element>?) -> Void
  ) {
    guard let elements else { return body(nil) }
    unsafe elements.withUnsafeBufferPointer { elements in unsafe body(elements.first) }
  }
}

/// Rows whose codes are known, and their weights if they have any.
struct CodedRows<Scalar: VectorScalar>: ~Escapable {
  let rows: MatrixSpan<Scalar>
  /// Which of the rows are meant, in that order; `nil` means all.
  let numbers: Span<UInt32>?
  /// One a row.
  let codes: Span<Int32>
  /// One a row, or `nil` for 1 each.
  let weights: Span<Double>?
  /// The features that are added, or `nil` for all; counts and weights go with the first.
  var features: Range<Int>?

  @_lifetime(copy rows, copy numbers, copy codes, copy weights)
  init(
    _ rows: MatrixSpan<Scalar>, numbers: Span<UInt32>? = nil, codes: Span<Int32>,
    weights: Span<Double>?
  ) {
    self.rows = rows
    self.numbers = numbers
    self.codes = codes
    self.weights = weights
  }

  var count: Int { numbers?.count ?? rows.rowCount }

  /// Checks in debug builds that rows exist and have known codes.
  func assertCodes(within known: Range<Int>) {
    if let numbers {
      for position in numbers.indices { assert(Int(numbers[position]) < rows.rowCount) }
    } else {
      for row in 0..<rows.rowCount { assert(known.contains(Int(codes[row]))) }
    }
  }
}
