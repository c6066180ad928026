/// The maximum excess of the computed distance of two projections over the distance of the points.
///
/// A projection maps a point of the frame to its coordinates along a few orthonormal directions and
/// the norm of the remainder. Exact projections are never farther apart than the points. A computed
/// projection, times `unit`, has an error of at most `relative` · ‖x‖ + `absolute`.
/// Docs/Internals/Numerics.md derives both.
struct ScreenSlack: Sendable {
  let relative: Double
  let absolute: Double
  /// A power of two that scales distances in the frame into the range of `Float`.
  let unit: Double
  /// The relative error of a squared distance.
  private let roundoff: Double
  /// The root of a sum of squares that underflow in `Double`, in projected units.
  private let vanishing: Double

  /// Creates the slack of a projection.
  ///
  /// - Parameters:
  ///   - featureCount: The number of features.
  ///   - directionCount: The number of directions; `nil` means all, without rounding in the
  ///     projection.
  ///   - departure: An upper bound on ‖BᵀB − 1‖ for the basis B.
  ///   - unit: The factor that multiplies the results.
  init(featureCount: Int, directionCount: Int?, departure: Double, unit: Double) {
    // Twice the unit roundoff of `Double`, and the unit roundoff of `Float`.
    let (fine, coarse) = (Double.ulpOfOne, Double(Float.ulpOfOne) / 2)
    let (d, r) = (Double(featureCount), Double(directionCount ?? featureCount))
    if directionCount == nil {
      relative = 1.1 * (coarse + fine)
    } else {
      let coordinates = r.squareRoot() * (d + 8) * fine + 2 * departure
      let squares = (d + r + 24) * fine + 3 * coordinates
      relative = 1.1 * (coarse + coordinates + squares.squareRoot() + fine)
    }
    vanishing = unit * d.squareRoot() * 0x1p-530
    absolute = (r + 1).squareRoot() * 0x1p-148 + vanishing
    roundoff = (d + 8) * 2 * fine
    self.unit = unit
  }

  /// Returns the squared distance within which the projection of a near centroid must lie.
  ///
  /// The centroid is within the computed squared distance `squared` of a row. The result is
  /// infinite if numbers could leave the range of `Float`; then every centroid qualifies.
  ///
  /// - Parameters:
  ///   - squared: A sum of squared differences in the frame, as `Kernels.distances` computes it.
  ///   - norm: The row's norm, as `Kernels.project` computes it.
  /// - Returns: The limit, in projected units.
  func squaredLimit(within squared: Double, norm: Float) -> Double {
    let distance = (squared * (1 + roundoff)).squareRoot() * unit + vanishing
    let norm = Double(norm) * 1.001 + absolute
    let limit = distance + relative * (2 * norm + distance) + 2 * absolute
    guard norm + distance <= 0x1p60 else { return .infinity }
    return limit * limit * (1 + 0x1p-40)
  }
}
