/// Settles what scores could not: which of a few candidates is the true nearest.
///
/// Two steps. Direct differences in `Double` have a small *relative* error, since every term is
/// positive, and decide nearly every case. What they cannot tell apart is compared in twice the
/// precision of `Double`; distances that agree there to 2⁻⁸⁵ are a tie, and the lowest code wins. So
/// the answer does not depend on the kernel set, nor on rounding anywhere on the way here.
package enum NearTies {
  /// The relative difference below which two squared distances in double-double are one: far above
  /// the format's rounding for up to 2¹⁶ features, far below any difference between inputs that are
  /// not symmetric.
  private static let tie = 0x1p-85

  /// The nearest of `candidates`, which are in ascending order, or `nil` if `row` is not finite.
  ///
  /// Centroids that are not finite are passed over; if all are, the answer is 0.
  package static func nearest<Scalar: VectorScalar>(
    to row: Span<Scalar>, among candidates: Span<Int32>, of centroids: MatrixSpan<Scalar>,
    scale: Double
  ) -> Int32? {
    for feature in row.indices where !row[feature].isFinite { return nil }

    let roundoff = Double(row.count + 4) * Double.ulpOfOne
    var least = Double.infinity
    var second = Double.infinity
    var nearest: Int32 = 0
    for position in candidates.indices {
      let code = candidates[position]
      let squared = squaredDistance(row, centroids[row: Int(code)], scale: scale)
      if squared < least {
        (second, least, nearest) = (least, squared, code)
      } else if squared < second {
        second = squared
      }
    }
    // Below this, squares may have vanished; at infinity, overflowed.
    let reliable = least > 0x1p-900 && least < .infinity
    if reliable && second > least * (1 + roundoff) { return nearest }
    return settle(row, among: candidates, of: centroids)
  }

  private static func squaredDistance<Scalar: VectorScalar>(
    _ row: Span<Scalar>, _ centroid: Span<Scalar>, scale: Double
  ) -> Double {
    var sum = 0.0
    for feature in row.indices {
      let difference = (Double(row[feature]) - Double(centroid[feature])) * scale
      sum += difference * difference
    }
    return sum
  }

  private static func settle<Scalar: VectorScalar>(
    _ row: Span<Scalar>, among candidates: Span<Int32>, of centroids: MatrixSpan<Scalar>
  ) -> Int32 {
    var least: ScaledSquare? = nil
    for position in candidates.indices {
      let squared = ScaledSquare(from: row, to: centroids[row: Int(candidates[position])])
      if let squared, least.map({ squared.isLess(than: $0, by: 0) }) ?? true { least = squared }
    }
    guard let least else { return 0 }
    for position in candidates.indices {
      let code = candidates[position]
      guard let squared = ScaledSquare(from: row, to: centroids[row: Int(code)]) else { continue }
      if !least.isLess(than: squared, by: tie) { return code }
    }
    return 0
  }
}

/// A squared distance in double-double, with an exponent of its own, so that it neither overflows
/// nor vanishes: `value` · 2^(2 · `exponent`).
private struct ScaledSquare {
  var value: DoubleDouble
  var exponent: Int

  /// The squared distance between two rows, or `nil` if the centroid is not finite.
  init?<Scalar: VectorScalar>(from row: Span<Scalar>, to centroid: Span<Scalar>) {
    // Halves, where the difference itself would overflow.
    let unit = Self.greatestDifference(row, centroid, unit: 1).isFinite ? 1 : 0.5
    let greatest = Self.greatestDifference(row, centroid, unit: unit)
    guard greatest.isFinite else { return nil }
    exponent = greatest == 0 ? 0 : Int(greatest.exponent)
    // In two factors, since 2^-exponent may be out of range when the difference is subnormal.
    let half = Double(sign: .plus, exponent: -exponent / 2, significand: 1)
    let rest = Double(sign: .plus, exponent: -exponent - (-exponent / 2), significand: 1)
    value = DoubleDouble(0)
    for feature in row.indices {
      let difference = DoubleDouble(
        difference: Double(row[feature]) * unit, Double(centroid[feature]) * unit)
      value.add(difference.scaled(by: half).scaled(by: rest).squared())
    }
    if unit == 0.5 { exponent += 1 }
    if greatest == 0 { exponent = -4096 }
  }

  private static func greatestDifference<Scalar: VectorScalar>(
    _ row: Span<Scalar>, _ centroid: Span<Scalar>, unit: Double
  ) -> Double {
    var greatest = 0.0
    for feature in row.indices {
      let difference = abs(Double(row[feature]) * unit - Double(centroid[feature]) * unit)
      // Written so that a NaN sticks.
      if !(difference <= greatest) { greatest = difference }
      if greatest.isNaN { return greatest }
    }
    return greatest
  }

  /// Whether this is less than `other` by more than the share `tolerance` of it.
  func isLess(than other: ScaledSquare, by tolerance: Double) -> Bool {
    // Each value is at least 1 and at most 4 d, unless it is zero, whose exponent is least.
    let apart = other.exponent - exponent
    if apart > 100 { return other.value.high > 0 }
    if apart < -100 { return false }
    let factor = Double(sign: .plus, exponent: 2 * apart, significand: 1)
    let difference = other.value.scaled(by: factor).minus(value)
    return difference > tolerance * other.value.high * factor
  }
}
