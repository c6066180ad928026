internal import VectorQuantization

/// Test data for the demo: blobs of different size, shape and weight, and background noise (haze).
///
/// The seed determines everything, and the arithmetic is the same on every system.
struct DemoMixture {
  /// A cloud of observations: normally distributed along two axes, and bent along the longer one.
  private struct Blob {
    let centre: SIMD2<Double>
    /// The longer axis, and the shorter axis at a right angle to it.
    let axes: (SIMD2<Double>, SIMD2<Double>)
    let bend: Double
  }

  /// The size of the haze area, which begins at the origin and has the proportions of a picture.
  private static let area = SIMD2(16.0, 12.0)
  /// The margin between the centres of blobs and the edge of the area, as a share of the area.
  private static let margin = 0.16
  /// The share of observations that belong to no blob.
  ///
  /// They make the borders of clusters visible.
  private static let hazeShare = 0.02

  private var generator: Xoshiro256
  private var blobs: [Blob] = []
  /// For each blob, the share of the observations in this blob and all earlier ones.
  private var cumulativeShares: [Double] = []

  /// Places the blobs.
  init(blobCount: Int, seed: UInt64) {
    // No restart of a search with the same seed uses this stream.
    generator = Xoshiro256(seed: seed, restart: .max)
    var weights: [Double] = []
    for _ in 0..<blobCount {
      blobs.append(makeBlob())
      weights.append(generator.uniform(in: 0.4...1.6))
    }
    let total = weights.reduce(0, +)
    var sum = 0.0
    cumulativeShares = weights.map { weight in
      sum += weight
      return sum / total
    }
  }

  /// Draws observations, one per row.
  mutating func observations(_ count: Int) -> Matrix<Float> {
    Matrix(rows: count, columns: 2) { output in
      for _ in 0..<count {
        let observation = draw()
        output.append(Float(observation.x))
        output.append(Float(observation.y))
      }
    }
  }

  private mutating func draw() -> SIMD2<Double> {
    if generator.uniform() < Self.hazeShare { return point(in: 0...1) }
    let position = generator.uniform()
    let number = cumulativeShares.firstIndex { position <= $0 } ?? blobs.count - 1
    let blob = blobs[number]
    let (along, across) = (generator.normal(), generator.normal())
    return blob.centre + along * blob.axes.0
      + (across + blob.bend * (along * along - 1)) * blob.axes.1
  }

  private mutating func makeBlob() -> Blob {
    let slope = SIMD2(generator.uniform(in: -1...1), generator.uniform(in: -1...1))
    let direction = slope / max((slope * slope).sum().squareRoot(), .leastNormalMagnitude)
    let length = generator.uniform(in: 0.25...0.75)
    let width = length * generator.uniform(in: 0.3...0.9)
    return Blob(
      centre: remotePoint(), axes: (length * direction, width * SIMD2(-direction.y, direction.x)),
      bend: generator.uniform(in: -0.4...0.4))
  }

  /// Returns the candidate, of several random points, that is farthest from the existing blobs.
  ///
  /// D. P. Mitchell, "Spectrally optimal sampling for distribution ray tracing", SIGGRAPH 1991.
  private mutating func remotePoint() -> SIMD2<Double> {
    let candidates = (0..<24).map { _ in point(in: Self.margin...(1 - Self.margin)) }
    let scored = candidates.map { candidate in
      let gaps = blobs.map { (($0.centre - candidate) * ($0.centre - candidate)).sum() }
      return (candidate, gap: gaps.min() ?? 0)
    }
    return scored.max { $0.gap < $1.gap }?.0 ?? .zero
  }

  private mutating func point(in range: ClosedRange<Double>) -> SIMD2<Double> {
    Self.area * SIMD2(generator.uniform(in: range), generator.uniform(in: range))
  }
}

extension Xoshiro256 {
  fileprivate mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
  }
}
