/// The coordinates in which scores are computed: x · `scale` − `shift`.
///
/// Scores lose digits if observations lie far from the origin compared with their distances to
/// centroids, so the frame moves the origin into the data. Squares overflow or underflow if numbers
/// are very large or very small, so the frame scales by a power of two, which is exact. The
/// observations in memory do not change: rows are translated and scaled while they are packed.
struct Frame<Scalar: VectorScalar>: Sendable {
  /// The new origin, already scaled.
  let shift: [Scalar]
  /// The scale, a power of two.
  ///
  /// It is 1 unless the data are extreme.
  let scale: Double
  /// The origin of sums, in the units of the data.
  ///
  /// Equals the new origin for features that lie far from 0, and 0 for all others; see `Origin`.
  var origin: [Double]

  /// Creates a frame with its origin near `center`.
  ///
  /// - Parameters:
  ///   - center: A point within the data, with one coordinate per feature.
  ///   - extents: The extent of the data in each feature, within a small factor.
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

  /// Creates a frame with its origin in the middle of a codebook with known moments.
  ///
  /// This needs no pass over the observations. If they lie elsewhere, the margins are wider and
  /// more rows are settled one by one. Codes are correct in any case.
  init(ofCodebook moments: Moments) {
    self.init(
      center: moments.mean.map { $0.isFinite ? $0 : 0 }, extents: moments.maximum)
  }

  /// Returns the power of two that scales `extent` to about 1, or 1 if its squares are safe.
  private static func scale(for extent: Double) -> Double {
    // Safe: sums of squares neither overflow nor become subnormal.
    let safe = Scalar.greatestFiniteMagnitude.exponent / 3
    guard extent > 0, extent.isFinite else { return 1 }
    let exponent = Scalar.Exponent(extent.exponent)
    if abs(exponent) <= safe { return 1 }
    // One less than the limit, so that the scale itself is a normal number of the scalar.
    let limit = Scalar.greatestFiniteMagnitude.exponent - 1
    let applied = min(max(-exponent, -limit), limit)
    return Double(sign: .plus, exponent: Int(applied), significand: 1)
  }
}

/// A borrow of a frame for kernels, without reference counting or copies.
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
  /// Creates the same coordinates for `Double`, for uses that need no sums.
  init<Other: VectorScalar>(_ other: FrameSpan<Other>) where Scalar == Double {
    let shift = other.shift.indices.map { Double(other.shift[$0]) }
    self.init(
      shift: shift, scale: other.scale, origin: Array(repeating: 0, count: shift.count))
  }

  /// A borrow of the frame, as kernels read it.
  var span: FrameSpan<Scalar> {
    @_lifetime(borrow self)
    get { FrameSpan(self) }
  }
}

/// The smallest and the largest norm of some centroids in the frame.
typealias NormRange = (minimum: Double, maximum: Double)

/// The largest difference from the lowest score at which a centroid can still be the true nearest.
///
/// With unit roundoff u, the computed score ½‖c‖² − x·c of one fused or unfused chain has an error
/// of at most γ(‖x‖‖c‖ + ½‖c‖²), with γ = (d + 8)u. The chain has d + 1 roundings; the translation
/// and scaling into the frame adds one each for x, c (twice) and ½‖c‖². Two scores may differ by
/// both errors, so the factor is 2. A tenth more covers second-order terms and the rounding of the
/// norms themselves.
///
/// Only centroids with ‖c‖ ≤ 6‖x‖ + 2ℓ matter, where ℓ is the smallest norm of all centroids. The
/// score of a centroid farther out is larger than the score of the one with norm ℓ by at least
/// ¼‖c‖², more than any rounding error. So a few centroids far from the rest do not widen the
/// margins of all rows.
struct Margin: Sendable {
  /// 2.2 γ.
  let factor: Double
  /// The smallest norm of a centroid in the frame.
  let minimum: Double
  /// The largest norm of a centroid in the frame.
  let maximum: Double
  /// The maximum loss from products below the normal numbers.
  let underflow: Double
  /// The largest share of a centroid's norm that rounding to bytes lost; 0 for scalars.
  let coarseness: Double

  /// Creates the margin for centroids, given their smallest and largest norms in the frame.
  init<Scalar: VectorScalar>(
    _ norms: NormRange, featureCount: Int, of type: Scalar.Type, coarseness: Double = 0
  ) {
    self.coarseness = coarseness
    factor = 2.2 * Double(featureCount + 8) * Double(Scalar.ulpOfOne) / 2
    underflow = Double(featureCount + 8) * Double(Scalar.leastNormalMagnitude)
    minimum = norms.minimum
    maximum = norms.maximum
  }

  private init() {
    (factor, underflow, minimum, maximum, coarseness) = (0, 0, 0, 0, 0)
  }

  /// The margin of an empty codebook.
  static let none = Margin()
}

/// The maximum excess of a computed score over (D² − ‖x‖²) / 2, for centroids within D of x.
///
/// It is `factor` · (‖x‖² + D²) + `underflow`. With γ = (d + 8)u as for `Margin`, the error of the
/// score is at most γ(‖x‖‖c‖ + ½‖c‖²). Such a centroid has ‖c‖ ≤ ‖x‖ + D, so the error is at most
/// γ(2.5‖x‖² + 1.5D²). The norm of x, computed from the packed row, the conversion of D², and the
/// sums in the limit add at most γ(‖x‖² + D²). The rest of the factor covers second-order terms and
/// the rounding of D² itself.
struct ScoreSlack: Sendable {
  /// 5 γ.
  let factor: Double
  /// The maximum loss from products below the normal numbers.
  let underflow: Double

  /// Creates the slack for rows of `featureCount` features.
  init<Scalar: VectorScalar>(featureCount: Int, of type: Scalar.Type) {
    factor = 5 * Double(featureCount + 8) * Double(Scalar.ulpOfOne) / 2
    underflow = 2 * Double(featureCount + 8) * Double(Scalar.leastNormalMagnitude)
  }
}
