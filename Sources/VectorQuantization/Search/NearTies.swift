/// Decides which of a few candidates is the nearest centroid, where scores could not.
///
/// The first step computes direct differences in `Double`. Their squares have a small *relative*
/// error, because every term is positive, and decide nearly all cases. The second step compares the
/// remaining candidates in twice the precision of `Double`. Distances that agree there to a
/// relative 2⁻⁸⁵ are a tie, and the lowest code wins. With one feature, the second step is exact.
/// So the result depends neither on the kernel set nor on any rounding before this step.
package enum NearTies {
  /// Squared distances in double-double with a smaller relative difference than this are equal.
  ///
  /// The value is far above the rounding of the format for up to 2¹⁶ features, and far below any
  /// difference between inputs that are not symmetric.
  private static let tie = 0x1p-85

  /// Returns the nearest of `candidates`, or `nil` if `row` is not finite.
  ///
  /// The candidates are in ascending order. Skips centroids that are not finite. If no candidate is
  /// finite, the result is 0.
  package static func nearest<Scalar: VectorScalar>(
    to row: Span<Scalar>, among candidates: Span<Int32>, of centroids: MatrixSpan<Double>,
    scale: Double
  ) -> Int32? {
    for feature in row.indices where !row[feature].isFinite { return nil }

    let roundoff = Double(row.count + 4) * Double.ulpOfOne
    var minimum = Double.infinity
    var second = Double.infinity
    var nearest: Int32 = 0
    for position in candidates.indices {
      let code = candidates[position]
      let squared = squaredDistance(row, centroids[row: Int(code)], scale: scale)
      if squared < minimum {
        (second, minimum, nearest) = (minimum, squared, code)
      } else if squared < second {
        second = squared
      }
    }
    // Below this limit, squares may have underflowed; at infinity, they overflowed.
    let reliable = minimum > 0x1p-900 && minimum < .infinity
    if reliable && second > minimum * (1 + roundoff) { return nearest }
    return row.count == 1
      ? settle(Double(row[0]), among: candidates, of: centroids)
      : settle(row, among: candidates, of: centroids)
  }

  private static func squaredDistance<Scalar: VectorScalar>(
    _ row: Span<Scalar>, _ centroid: Span<Double>, scale: Double
  ) -> Double {
    var sum = 0.0
    for feature in row.indices {
      let difference = (Double(row[feature]) - centroid[feature]) * scale
      sum += difference * difference
    }
    return sum
  }

  private static func settle<Scalar: VectorScalar>(
    _ row: Span<Scalar>, among candidates: Span<Int32>, of centroids: MatrixSpan<Double>
  ) -> Int32 {
    var minimum: ScaledSquare? = nil
    for position in candidates.indices {
      let squared = ScaledSquare(from: row, to: centroids[row: Int(candidates[position])])
      if let squared, minimum.map({ squared.isLess(than: $0, by: 0) }) ?? true { minimum = squared }
    }
    guard let minimum else { return 0 }
    for position in candidates.indices {
      let code = candidates[position]
      guard let squared = ScaledSquare(from: row, to: centroids[row: Int(code)]) else { continue }
      if !minimum.isLess(than: squared, by: tie) { return code }
    }
    return 0
  }

  /// Does the same as the other overload, exactly, for one feature.
  private static func settle(
    _ number: Double, among candidates: Span<Int32>, of centroids: MatrixSpan<Double>
  ) -> Int32 {
    var nearest: (code: Int32, centroid: Double)? = nil
    for position in candidates.indices {
      let code = candidates[position]
      let centroid = centroids[Int(code), 0]
      guard centroid.isFinite else { continue }
      // On a tie, the candidate found earlier wins: its code is lower.
      if let found = nearest?.centroid {
        if centroid == found { continue }
        let isNearer =
          centroid < found
          ? Border(between: centroid, and: found, leftHasTies: false).isLeft(number)
          : !Border(between: found, and: centroid, leftHasTies: true).isLeft(number)
        if !isNearer { continue }
      }
      nearest = (code, centroid)
    }
    return nearest?.code ?? 0
  }
}
