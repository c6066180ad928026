/// Settles what scores could not: which of a few candidates is the true nearest.
///
/// Two steps. Direct differences in `Double` have a small *relative* error, since every term is
/// positive, and decide nearly every case. What they cannot tell apart is compared in twice the
/// precision of `Double`; distances that agree there to 2⁻⁸⁵ are a tie, and the lowest code wins.
/// With one feature the second step is exact. So the answer does not depend on the kernel set, nor on
/// rounding anywhere on the way here.
package enum NearTies {
  /// The relative difference below which two squared distances in double-double are one: far above
  /// the format's rounding for up to 2¹⁶ features, far below any difference between inputs that are
  /// not symmetric.
  private static let tie = 0x1p-85

  /// The nearest of `candidates`, which are in ascending order, or `nil` if `row` is not finite.
  ///
  /// Centroids that are not finite are passed over; if all are, the answer is 0.
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
    // Below this, squares may have vanished; at infinity, overflowed.
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

  /// As the other, exactly, for one feature.
  private static func settle(
    _ number: Double, among candidates: Span<Int32>, of centroids: MatrixSpan<Double>
  ) -> Int32 {
    var nearest: (code: Int32, centroid: Double)? = nil
    for position in candidates.indices {
      let code = candidates[position]
      let centroid = centroids[Int(code), 0]
      guard centroid.isFinite else { continue }
      // Ties belong to what was found before, whose code is lower.
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
