internal import CVQKernels

// Distances, sums and moments. [unsafe 2 of 3]

extension Kernels {
  /// Computes the scaled squared distances of a tile's rows to the centroids of their codes.
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

  /// The number of elements in the workspace of `distances(_:toAll:strip:into:)`.
  static func stripSize(featureCount: Int) -> Int { Int(VQK_MAXIMUM_ROW_GROUP) * featureCount }

  /// Writes the distance of each row to each centroid, row by row.
  ///
  /// A distance is -1 if its square is out of range.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - centroids: The centroids, one after the other.
  ///   - strip: A workspace of `stripSize` numbers.
  ///   - distances: Receives one distance per centroid for each row.
  /// - Returns: True if no square is out of range.
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

  /// Adds rows to the sums of their codes, or subtracts them.
  ///
  /// - Parameters:
  ///   - coded: The rows.
  ///   - takesAway: True to subtract.
  ///   - shift: The point that is subtracted from each row.
  ///   - record: The sums. They must include all codes of the rows.
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

  /// Moves rows from the sums of their old codes to the sums of their new codes.
  ///
  /// The rows move one after the other, so the result does not depend on the division into tiles.
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

  /// Counts the rows of a tile whose codes have changed.
  func changedCount(from before: Span<Int32>, to after: Span<Int32>) -> Int {
    precondition(after.count >= before.count)
    return unsafe before.withUnsafeBufferPointer { before in
      unsafe after.withUnsafeBufferPointer { after in
        unsafe table.pointee.changed(before.first, after.first, before.count, nil)
      }
    }
  }

  /// Lists the rows of a tile whose codes have changed; returns their number.
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

  /// Adds each column's scaled differences from `shift` and their squares.
  ///
  /// Also updates the maximum magnitudes.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - shift: The point that is subtracted from each row.
  ///   - scale: The factors that multiply the differences.
  ///   - record: The sums of all columns, then the sums of squares, then the maximum magnitudes.
  /// - Returns: True if all rows are finite.
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

  /// Adds the lower triangle of the weighted products of the rows' differences from `shift`.
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

  /// Calls `body` with a pointer to the elements, or with null if `elements` is `nil`.
  static func withPointer<Element>(
    to elements: Span<Element>?, _ body: (UnsafePointer<Element>?) -> Void
  ) {
    guard let elements else { return body(nil) }
    unsafe elements.withUnsafeBufferPointer { elements in unsafe body(elements.first) }
  }
}

/// Rows with known codes, and optionally weights.
struct CodedRows<Scalar: VectorScalar>: ~Escapable {
  let rows: MatrixSpan<Scalar>
  /// The numbers of the rows to use, in that order; `nil` means all rows.
  let numbers: Span<UInt32>?
  /// One code per row.
  let codes: Span<Int32>
  /// One weight per row, or `nil` if every weight is 1.
  let weights: Span<Double>?
  /// The features to add, or `nil` for all.
  ///
  /// Counts and weights are added with the first feature.
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

  /// Checks in debug builds that the rows exist and that their codes are in range.
  func assertCodes(within known: Range<Int>) {
    if let numbers {
      for position in numbers.indices { assert(Int(numbers[position]) < rows.rowCount) }
    } else {
      for row in 0..<rows.rowCount { assert(known.contains(Int(codes[row]))) }
    }
  }
}
