/// Chooses the point that sums are taken of differences from.
///
/// Fits ask it, and so do iterations over blocks, through the C interface.
package enum Origin {
  /// A point near `center` that has few bits.
  ///
  /// That is near enough, and differences from it of data with few bits themselves (pixels, counts,
  /// readings) are then exact, and so are their sums.
  ///
  /// - Parameters:
  ///   - center: The coordinate of a point among the data.
  ///   - extent: How far the data lie apart, within a factor of a few.
  /// - Returns: The multiple of a power of two, of about a 32nd of the extent, that is nearest to
  ///   the center.
  static func near(_ center: Double, extent: Double) -> Double {
    let step = extent / 32
    guard step.isNormal else { return center }
    let unit = Double(sign: .plus, exponent: Int(step.exponent), significand: 1)
    let multiple = (center / unit).rounded()
    return multiple.isFinite ? multiple * unit : center
  }

  /// The origin of sums of a feature: a point among the data if they lie far from 0, else 0.
  ///
  /// Far means that every difference from the origin is exact (P. H. Sterbenz: numbers within a
  /// factor of 2). Elsewhere a difference could lose digits of the smaller number, and the numbers
  /// themselves add up as well.
  static func ofSums(_ point: Double, extent: Double) -> Double {
    abs(point) >= 8 * extent && point.isFinite ? point : 0
  }

  /// The origin of sums of observations of which only the bounds are known.
  ///
  /// - Parameters:
  ///   - minimum: The smallest value of each feature.
  ///   - maximum: The largest value of each feature.
  ///   - scalar: What is computed in.
  /// - Returns: One coordinate a feature.
  package static func ofSums<Scalar: VectorScalar>(
    from minimum: [Double], to maximum: [Double], in scalar: Scalar.Type
  ) -> [Double] {
    zip(minimum, maximum).map { minimum, maximum in
      let extent = maximum - minimum
      let center = Double(Scalar(minimum / 2 + maximum / 2))
      return ofSums(Double(Scalar(near(center, extent: extent))), extent: extent)
    }
  }
}
