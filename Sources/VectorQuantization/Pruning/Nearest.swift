/// The nearest of a few centroids whose squared distances were computed one by one, and the next.
struct Nearest {
  private(set) var code: Int32
  private(set) var squared: Double
  /// The least square but that one; infinite if there is none.
  private(set) var second = Double.infinity

  init(code: Int32, squared: Double) {
    self.code = code
    self.squared = squared
  }

  @inline(__always)
  mutating func take(_ code: Int32, squared: Double) {
    if squared < self.squared {
      (second, self.squared, self.code) = (self.squared, squared, code)
    } else if squared < second {
      second = squared
    }
  }

  /// Whether rounding cannot have hidden that another is the nearest, or as near.
  @inline(__always)
  func isCertain(featureCount: Int) -> Bool {
    let roundoff = 2 * Double(featureCount + 4) * Double.ulpOfOne
    // Squares below the constant may have vanished.
    return squared * (1 + roundoff) + 0x1p-900 < second
  }

  /// Settles by `NearTies` what is not certain.
  mutating func settle<Scalar: VectorScalar>(
    _ row: Span<Scalar>, own: Int32, ownSquared: Double, among pairs: PairBuffer,
    _ range: Range<Int>, of centroids: MatrixSpan<Scalar>, scale: Double,
    candidates: inout [Int32]
  ) {
    candidates[0] = own
    var count = 1
    for pair in range {
      candidates[count] = pairs.codes[pair]
      count += 1
    }
    candidates[0..<count].sort()
    guard
      let nearest = NearTies.nearest(
        to: row, among: candidates.span.extracting(0..<count), of: centroids, scale: scale)
    else { return }
    if nearest == code { return }
    // What was the nearest is the next now, and no farther than it was by more than rounding.
    second = min(second, squared)
    code = nearest
    if nearest == own {
      squared = ownSquared
    } else if let pair = range.first(where: { pairs.codes[$0] == nearest }) {
      squared = pairs.squared[pair]
    }
    second = min(second, squared)
  }
}
