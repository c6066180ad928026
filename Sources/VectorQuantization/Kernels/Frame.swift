/// The coordinates that scores are computed in: x · `scale` − `shift`.
///
/// Scores lose digits when observations lie far from the origin compared with their distances to
/// centroids, so the origin is moved among the data; and their squares overflow or vanish when
/// numbers are very large or small, so those are scaled by a power of two, which is exact. Neither
/// touches the observations in memory: rows enter the frame as they are packed.
struct Frame<Scalar: VectorScalar>: Sendable {
  /// The new origin, already scaled.
  let shift: [Scalar]
  /// A power of two; 1 unless the data are extreme.
  let scale: Double
  /// The new origin in the units of the data, exactly as `shift` has it.
  ///
  /// Sums are taken from here.
  let origin: [Double]

  /// Creates a frame with its origin near `center`.
  ///
  /// The origin keeps few bits. That is near enough, and differences from it of data with few bits
  /// themselves (pixels, counts, readings) are then exact, and so are their sums.
  ///
  /// - Parameters:
  ///   - center: A point among the data, one coordinate a feature.
  ///   - extents: For each feature, how far the data lie apart, within a factor of a few.
  init(center: [Double], extents: [Double]) {
    let scale = Self.scale(for: 2 * (extents.max() ?? 0))
    let shift = zip(center, extents).map { center, extent in
      Scalar(Self.rounded(center, to: extent / 32) * scale)
    }
    self.shift = shift
    self.scale = scale
    self.origin = shift.map { Double($0) / scale }
  }

  /// The multiple of a power of two, of about `step`, that is nearest to `value`.
  private static func rounded(_ value: Double, to step: Double) -> Double {
    guard step.isNormal else { return value }
    let unit = Double(sign: .plus, exponent: Int(step.exponent), significand: 1)
    let multiple = (value / unit).rounded()
    return multiple.isFinite ? multiple * unit : value
  }

  /// The power of two that brings `extent` to about 1, or 1 if squares of it are safe as they are.
  private static func scale(for extent: Double) -> Double {
    // Safe means that sums of squares neither overflow nor fall among the subnormals.
    let safe = Scalar.greatestFiniteMagnitude.exponent / 3
    guard extent > 0, extent.isFinite else { return 1 }
    let exponent = Scalar.Exponent(extent.exponent)
    if abs(exponent) <= safe { return 1 }
    // One short of the limit, so that the scale itself is a normal number of the scalar.
    let limit = Scalar.greatestFiniteMagnitude.exponent - 1
    let applied = min(max(-exponent, -limit), limit)
    return Double(sign: .plus, exponent: Int(applied), significand: 1)
  }
}

/// How far from the least score another may lie and still belong to the true nearest centroid:
/// `slope` · ‖x‖ + `intercept`, for an observation x in the frame.
///
/// With unit roundoff u, the computed score ½‖c‖² − x·c of one fused or unfused chain is off by at
/// most γ(‖x‖‖c‖ + ½‖c‖²), γ = (d + 8)u: d + 1 roundings of the chain, and one each of x, c (twice)
/// and ½‖c‖² on their way into the frame. Two scores may differ by both errors, hence the factor 2;
/// a tenth more covers terms of second order and the rounding of the norms themselves.
struct Margin {
  let slope: Double
  let intercept: Double

  /// Creates the margin for centroids of at most norm `greatest` in the frame.
  init<Scalar: VectorScalar>(greatest: Double, featureCount: Int, of type: Scalar.Type) {
    let roundoff = Double(Scalar.ulpOfOne) / 2
    let factor = 2.2 * Double(featureCount + 8) * roundoff
    slope = factor * greatest
    // Products that fall below the normal numbers lose up to this much each.
    let underflow = Double(featureCount + 8) * Double(Scalar.leastNormalMagnitude)
    intercept = factor * (greatest * greatest / 2) + underflow
  }
}
