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
  /// Where sums are taken from, in the units of the data: as `shift` has it for features that lie
  /// far from 0, and 0 for the others, as `Origin` says.
  var origin: [Double]

  /// Creates a frame with its origin near `center`.
  ///
  /// - Parameters:
  ///   - center: A point among the data, one coordinate a feature.
  ///   - extents: For each feature, how far the data lie apart, within a factor of a few.
  init(center: [Double], extents: [Double]) {
    let scale = Self.scale(for: 2 * (extents.max() ?? 0))
    let shift = zip(center, extents).map { center, extent in
      Scalar(Origin.near(center, extent: extent) * scale)
    }
    self.shift = shift
    self.scale = scale
    self.origin = zip(shift, extents).map { shift, extent in
      Origin.ofSums(Double(shift) / scale, extent: extent)
    }
  }

  private init(shift: [Scalar], scale: Double, origin: [Double]) {
    self.shift = shift
    self.scale = scale
    self.origin = origin
  }

  /// Creates a frame with its origin in the middle of a codebook, whose moments are known.
  ///
  /// No pass over observations is needed for it; where they lie elsewhere the margins are wider and
  /// more rows are settled one by one, never wrongly.
  init(ofCodebook moments: Moments) {
    self.init(
      center: moments.mean.map { $0.isFinite ? $0 : 0 }, extents: moments.maximum)
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

/// A frame as kernels read it: nothing is counted or copied for it.
struct FrameSpan<Scalar: VectorScalar>: ~Escapable, Sendable {
  let shift: Span<Scalar>
  let scale: Double

  @_lifetime(borrow frame)
  init(_ frame: borrowing Frame<Scalar>) {
    shift = frame.shift.span
    scale = frame.scale
  }
}

extension Frame {
  /// The same coordinates for numbers of `Double`, that no sums are taken of.
  init<Other: VectorScalar>(_ other: FrameSpan<Other>) where Scalar == Double {
    let shift = other.shift.indices.map { Double(other.shift[$0]) }
    self.init(
      shift: shift, scale: other.scale, origin: Array(repeating: 0, count: shift.count))
  }

  /// The frame as kernels read it.
  var span: FrameSpan<Scalar> {
    @_lifetime(borrow self)
    get { FrameSpan(self) }
  }
}

/// The smallest and the largest norm of some centroids in the frame.
typealias NormRange = (minimum: Double, maximum: Double)

/// How far from the lowest score another may lie and still belong to the true nearest centroid.
///
/// With unit roundoff u, the computed score ½‖c‖² − x·c of one fused or unfused chain is off by at
/// most γ(‖x‖‖c‖ + ½‖c‖²), γ = (d + 8)u: d + 1 roundings of the chain, and one each of x, c (twice)
/// and ½‖c‖² on their way into the frame. Two scores may differ by both errors, hence the factor 2;
/// a tenth more covers terms of second order and the rounding of the norms themselves.
///
/// Only centroids with ‖c‖ ≤ 6‖x‖ + 2ℓ matter, for ℓ the smallest norm of any: one farther out scores
/// at least ¼‖c‖² more than the one of norm ℓ, which no rounding bridges. So a few centroids far
/// from the rest do not widen the margins of everyone.
struct Margin: Sendable {
  /// 2.2 γ.
  let factor: Double
  /// The smallest norm of a centroid in the frame.
  let minimum: Double
  /// The largest norm of a centroid in the frame.
  let maximum: Double
  /// What products that fall below the normal numbers may lose.
  let underflow: Double

  /// Creates the margin for centroids whose smallest and largest norms in the frame are known.
  init<Scalar: VectorScalar>(_ norms: NormRange, featureCount: Int, of type: Scalar.Type) {
    factor = 2.2 * Double(featureCount + 8) * Double(Scalar.ulpOfOne) / 2
    underflow = Double(featureCount + 8) * Double(Scalar.leastNormalMagnitude)
    minimum = norms.minimum
    maximum = norms.maximum
  }

  private init() {
    (factor, underflow, minimum, maximum) = (0, 0, 0, 0)
  }

  /// The margin of no centroids.
  static let none = Margin()
}

/// How far the score of a centroid may exceed (D² − ‖x‖²) / 2, computed, though its distance from x
/// is at most D: `factor` · (‖x‖² + D²) + `underflow`.
///
/// With γ = (d + 8)u as for `Margin`, the score is off by at most γ(‖x‖‖c‖ + ½‖c‖²), and such a
/// centroid has ‖c‖ ≤ ‖x‖ + D; so that is at most γ(2.5‖x‖² + 1.5D²). The norm of x, taken of the
/// packed row, the conversion of D² and the sums that make the limit add γ(‖x‖² + D²) at most. The
/// rest of the factor covers terms of second order, and the rounding of D² itself.
struct ScoreSlack: Sendable {
  /// 5 γ.
  let factor: Double
  /// What products that fall below the normal numbers may lose.
  let underflow: Double

  /// Creates the slack for rows of so many features.
  init<Scalar: VectorScalar>(featureCount: Int, of type: Scalar.Type) {
    factor = 5 * Double(featureCount + 8) * Double(Scalar.ulpOfOne) / 2
    underflow = 2 * Double(featureCount + 8) * Double(Scalar.leastNormalMagnitude)
  }
}
