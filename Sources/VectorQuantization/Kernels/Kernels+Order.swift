internal import CVQKernels

// Spatial order, and candidates for boxes. [unsafe 2 of 3]

/// The bins of one feature: (x − `low`) · `factor`, rounded.
struct Bins {
  /// The maximum number of bins.
  static let most = Int(VQK_BINS)

  /// The number of bins.
  let count: Int
  let feature: Int
  let low: Double
  let factor: Double

  /// Creates bins from `low` to `high`, or returns `nil` if the two are too close together.
  ///
  /// Fewer rows get fewer bins.
  init?(feature: Int, from low: Double, to high: Double, rowCount: Int) {
    count = rowCount < 256 ? 16 : rowCount < 8192 ? 128 : Self.most
    factor = Double(count - 1) / (high - low)
    guard factor > 0, factor.isFinite else { return nil }
    self.feature = feature
    self.low = low
  }
}

extension Kernels {
  /// Writes the minimum of each column to `bounds`, then the maximum of each.
  func findBounds(
    of rows: Span<Scalar>, featureCount: Int, bounds: inout MutableSpan<Scalar>
  ) {
    precondition(!rows.isEmpty && rows.count.isMultiple(of: featureCount))
    precondition(bounds.count == 2 * featureCount)
    unsafe rows.withUnsafeBufferPointer { x in
      unsafe bounds.withUnsafeMutableBufferPointer { bounds in
        unsafe table.pointee.row_bounds(
          x.raw, rows.count / featureCount, featureCount, bounds.raw,
          UnsafeMutableRawPointer(bounds.first + featureCount))
      }
    }
  }

  /// Adds the number of rows in each bin to `counts`.
  func count(
    _ rows: Span<Scalar>, featureCount: Int, by bins: Bins, into counts: inout MutableSpan<UInt32>
  ) {
    precondition(rows.count.isMultiple(of: featureCount) && bins.feature < featureCount)
    precondition(counts.count == bins.count)
    unsafe rows.withUnsafeBufferPointer { x in
      unsafe counts.withUnsafeMutableBufferPointer { counts in
        unsafe table.pointee.count_bins(
          x.raw, rows.count / featureCount, featureCount, bins.feature, bins.low, bins.factor,
          counts.first)
      }
    }
  }

  /// Copies rows and their numbers to the next places of the class of their bin.
  ///
  /// The places of each class must have capacity for all rows that
  /// ``count(_:featureCount:by:into:)`` counted in its bins, so no write is past the end.
  func distribute(
    _ rows: Span<Scalar>, numbers: Span<UInt32>, featureCount: Int, by bins: Bins,
    classes: Span<UInt8>, next: inout MutableSpan<UInt32>, to newRows: inout MutableSpan<Scalar>,
    newNumbers: inout MutableSpan<UInt32>
  ) {
    precondition(rows.count == numbers.count * featureCount && bins.feature < featureCount)
    precondition(newRows.count == newNumbers.count * featureCount && classes.count == Bins.most)
    for bin in classes.indices { assert(Int(classes[bin]) < next.count) }
    unsafe rows.withUnsafeBufferPointer { x in
      unsafe numbers.withUnsafeBufferPointer { numbers in
        unsafe classes.withUnsafeBufferPointer { classes in
          unsafe next.withUnsafeMutableBufferPointer { next in
            unsafe newRows.withUnsafeMutableBufferPointer { newRows in
              unsafe newNumbers.withUnsafeMutableBufferPointer { newNumbers in
                unsafe table.pointee.distribute(
                  x.raw, numbers.first, numbers.count, featureCount, bins.feature, bins.low,
                  bins.factor, classes.first, next.first, newRows.raw, newNumbers.first)
              }
            }
          }
        }
      }
    }
  }

  /// Copies elements.
  static func copy<Element: BitwiseCopyable>(
    _ source: borrowing MutableSpan<Element>, to target: inout MutableSpan<Element>
  ) {
    precondition(source.count == target.count)
    unsafe source.withUnsafeBufferPointer { source in
      unsafe target.withUnsafeMutableBufferPointer { target in
        _ = unsafe target.update(from: source)
      }
    }
  }

  /// Keeps the candidates in `list` that may be nearest to some point of a box.
  ///
  /// - Parameters:
  ///   - list: The candidates, among `codes` and `coordinates`.
  ///   - kept: The place where the kept candidates are written. It is past the candidates, with
  ///     capacity for all of them.
  ///   - box: The minimum of each coordinate, then the maximum of each.
  ///   - slack: The rounding error that is allowed, as a share of the magnitudes.
  ///   - allCodes: One code per place.
  ///   - allCoordinates: One coordinate per feature for each place.
  /// - Returns: The number of candidates kept.
  func prune(
    _ list: CandidateList, into kept: Int, box: Span<Double>, slack: Double,
    codes allCodes: inout [Int32], coordinates allCoordinates: inout [Double]
  ) -> Int {
    let d = box.count / 2
    var codes = allCodes.mutableSpan
    var coordinates = allCoordinates.mutableSpan
    precondition(d > 0 && box.count == 2 * d && coordinates.count == codes.count * d)
    precondition(list.count > 0 && list.count <= list.stride && list.stride.isMultiple(of: 8))
    precondition(list.start >= 0 && list.start + list.stride <= kept)
    precondition(kept + list.stride <= codes.count)
    return unsafe box.withUnsafeBufferPointer { box in
      unsafe codes.withUnsafeMutableBufferPointer { codes in
        unsafe coordinates.withUnsafeMutableBufferPointer { coordinates in
          unsafe table.pointee.prune(
            box.first, box.first + d, d, slack, codes.first + list.start,
            coordinates.first + list.start * d, list.stride, list.count, codes.first + kept,
            coordinates.first + kept * d)
        }
      }
    }
  }

  /// Replaces places in `list` by their codes; returns whether all rows have the same code.
  func translate(
    _ codes: Span<Int32>, by list: CandidateList, of allCodes: [Int32],
    to tileNames: borrowing TileMemory<Int32>
  ) -> Bool {
    let (rowCount, names) = (codes.count, allCodes.span)
    var found = tileNames.lent
    precondition(rowCount > 0 && rowCount <= found.count)
    precondition(list.start >= 0 && list.start + list.count <= names.count)
    for row in 0..<rowCount { assert(codes[row] >= 0 && Int(codes[row]) < list.count) }
    return unsafe codes.withUnsafeBufferPointer { codes in
      unsafe names.withUnsafeBufferPointer { names in
        unsafe found.withUnsafeMutableBufferPointer { found in
          unsafe table.pointee.translate(
            codes.first, names.first + list.start, rowCount, found.first)
        }
      }
    }
  }
}
