/// Chooses the origin of sums: the point from which differences are taken.
///
/// Used by fits and, through the C interface, by iterations over blocks.
package enum Origin {
  /// A point near `center` that has few significant bits.
  ///
  /// Such a point is near enough. If the data also have few bits (pixels, counts, readings), their
  /// differences from it are exact, and so are sums of those differences.
  ///
  /// - Parameters:
  ///   - center: The coordinate of a point among the data.
  ///   - extent: The extent of the data, within a factor of a few.
  /// - Returns: The multiple of a power of two (about 1/32 of the extent) that is nearest to the
  ///   center.
  static func near(_ center: Double, extent: Double) -> Double {
    let step = extent / 32
    guard step.isNormal else { return center }
    let unit = Double(sign: .plus, exponent: Int(step.exponent), significand: 1)
    let multiple = (center / unit).rounded()
    return multiple.isFinite ? multiple * unit : center
  }

  /// The origin of the sums of a feature: a point among the data if the data lie far from 0,
  /// otherwise 0.
  ///
  /// "Far" means that every difference from the origin is exact (P. H. Sterbenz: numbers within a
  /// factor of 2). Nearer to 0, a difference could lose digits of the smaller number, and sums of
  /// the numbers themselves are as accurate.
  static func ofSums(_ point: Double, extent: Double) -> Double {
    abs(point) >= 8 * extent && point.isFinite ? point : 0
  }

  /// The origin of sums, for observations of which only the minimum and maximum are known.
  ///
  /// - Parameters:
  ///   - minimum: The smallest value of each feature.
  ///   - maximum: The largest value of each feature.
  ///   - scalar: The scalar type of the computation.
  /// - Returns: One coordinate for each feature.
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
