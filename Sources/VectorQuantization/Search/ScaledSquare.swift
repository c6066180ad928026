/// A squared distance with a separate exponent, so that it cannot overflow or underflow.
///
/// The number is `value` · 2^(2 · `exponent`), with `value` in double-double.
struct ScaledSquare {
  private var value: DoubleDouble
  private var exponent: Int

  /// Creates the squared distance between two rows, or returns `nil` if the centroid is not finite.
  init?<Scalar: VectorScalar>(from row: Span<Scalar>, to centroid: Span<Double>) {
    // Halve both if their difference would overflow.
    let unit = Self.maximumDifference(row, centroid, unit: 1).isFinite ? 1 : 0.5
    let maximum = Self.maximumDifference(row, centroid, unit: unit)
    guard maximum.isFinite else { return nil }
    exponent = maximum == 0 ? 0 : Int(maximum.exponent)
    // Scale in two steps: if the difference is subnormal, 2^-exponent may be out of range.
    let half = Double(sign: .plus, exponent: -exponent / 2, significand: 1)
    let rest = Double(sign: .plus, exponent: -exponent - (-exponent / 2), significand: 1)
    value = DoubleDouble(0)
    for feature in row.indices {
      let difference = DoubleDouble(
        difference: Double(row[feature]) * unit, centroid[feature] * unit)
      value.add(difference.scaled(by: half).scaled(by: rest).squared())
    }
    if unit == 0.5 { exponent += 1 }
    if maximum == 0 { exponent = -4096 }
  }

  private static func maximumDifference<Scalar: VectorScalar>(
    _ row: Span<Scalar>, _ centroid: Span<Double>, unit: Double
  ) -> Double {
    var maximum = 0.0
    for feature in row.indices {
      let difference = abs(Double(row[feature]) * unit - centroid[feature] * unit)
      // The condition is negated so that a NaN is kept.
      if !(difference <= maximum) { maximum = difference }
      if maximum.isNaN { return maximum }
    }
    return maximum
  }

  /// Returns whether this number is less than `other` by more than `tolerance` times `other`.
  func isLess(than other: ScaledSquare, by tolerance: Double) -> Bool {
    // Each value is between 1 and 4 d. If it is zero, its exponent is the smallest.
    let apart = other.exponent - exponent
    if apart > 100 { return other.value.high > 0 }
    if apart < -100 { return false }
    let factor = Double(sign: .plus, exponent: 2 * apart, significand: 1)
    let difference = other.value.scaled(by: factor).minus(value)
    return difference > tolerance * other.value.high * factor
  }

  /// The distance (not squared), as a double.
  var distance: Double {
    let root = value.high.squareRoot()
    // Scale in two steps, each in range, so that a subnormal result is rounded only once.
    let half = Double(sign: .plus, exponent: exponent / 2, significand: 1)
    let rest = Double(sign: .plus, exponent: exponent - exponent / 2, significand: 1)
    return root == 0 ? 0 : root * half * rest
  }
}

/// Writes the distances of a tile's rows to their centroids.
///
/// `workspace` holds the codes and the scaled squared distances. A square that underflowed or
/// overflowed is recomputed as a `ScaledSquare`.
func writeDistances<Scalar: VectorScalar>(
  of tile: Tile<Scalar>, _ workspace: borrowing Workspace<Scalar>,
  to codebook: PackedCodebook<Scalar>,
  into distances: inout MutableSpan<Scalar>
) {
  for row in distances.indices {
    let square = workspace.squared[row]
    if square > 0x1p-900 && square < .infinity {
      distances[row] = Scalar(square.squareRoot() / codebook.frame.scale)
    } else {
      let exact = ScaledSquare(
        from: tile.rows[row: row], to: codebook.centroids[row: Int(workspace.codes[row])])
      distances[row] = exact.map { Scalar($0.distance) } ?? Scalar(square)
    }
  }
}
