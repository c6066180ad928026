/// How far apart the projections of two points may be, computed, beyond the points themselves.
///
/// A projection maps a point of the frame to its coordinates along a few orthonormal directions and the
/// norm of what they leave. That brings no two points farther apart. What is computed, times `unit`, is
/// off by at most `relative` · ‖x‖ + `absolute`. Docs/Internals/Numerics.md derives both.
struct ScreenSlack: Sendable {
  let relative: Double
  let absolute: Double
  /// A power of two that brings distances in the frame into the range of `Float`.
  let unit: Double
  /// What the square of a distance carries, relative.
  private let roundoff: Double
  /// What the root of a sum of squares that vanish in `Double` amounts to, in projected units.
  private let vanishing: Double

  /// Creates the slack of a projection.
  ///
  /// - Parameters:
  ///   - featureCount: The features.
  ///   - directionCount: The directions; `nil` stands for all there are, without rounding.
  ///   - departure: A bound of ‖BᵀB − 1‖ for the basis B.
  ///   - unit: What results are multiplied by.
  init(featureCount: Int, directionCount: Int?, departure: Double, unit: Double) {
    // Twice the unit roundoff of `Double`, and half that of `Float`'s numbers near 1.
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

  /// The squared distance within which the projection of a centroid may lie, if the centroid itself lies
  /// within the computed squared distance `squared` of a row.
  ///
  /// Infinite if numbers could leave the range of `Float`: then every centroid counts.
  ///
  /// - Parameters:
  ///   - squared: A sum of squared differences in the frame, as `Kernels.distances` has it.
  ///   - norm: The row's norm, as `Kernels.project` has it.
  /// - Returns: The limit, in projected units.
  func squaredLimit(within squared: Double, norm: Float) -> Double {
    let distance = (squared * (1 + roundoff)).squareRoot() * unit + vanishing
    let norm = Double(norm) * 1.001 + absolute
    let limit = distance + relative * (2 * norm + distance) + 2 * absolute
    guard norm + distance <= 0x1p60 else { return .infinity }
    return limit * limit * (1 + 0x1p-40)
  }
}
