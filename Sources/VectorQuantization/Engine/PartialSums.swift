/// What some observations add up to, by code: a chunk's share of the next centroids.
///
/// Sums are taken of differences from the frame's origin and in `Double`, so neither a common offset
/// nor many observations cost accuracy.
struct PartialSums: ~Copyable, ~Escapable {
  /// For each code, the weighted sum of its observations, one number a feature.
  var sums: MutableSpan<Double>
  /// For each code, how many observations it has.
  var counts: MutableSpan<Int64>
  /// For each code, the weight it has; empty without weights.
  var totals: MutableSpan<Double>
  /// The weighted sum of squared distances, and that of distances, scaled.
  var figures: MutableSpan<Double>

  @_lifetime(copy sums, copy counts, copy totals, copy figures)
  init(
    sums: consuming MutableSpan<Double>, counts: consuming MutableSpan<Int64>,
    totals: consuming MutableSpan<Double>, figures: consuming MutableSpan<Double>
  ) {
    self.sums = sums
    self.counts = counts
    self.totals = totals
    self.figures = figures
  }

  /// Empties the sums.
  mutating func clearSums() {
    sums.update(repeating: 0)
    counts.update(repeating: 0)
    totals.update(repeating: 0)
  }

  /// Empties the figures.
  mutating func clearFigures() {
    figures.update(repeating: 0)
  }

  /// Adds the rows of a tile to the sums of their codes.
  mutating func add<Scalar: VectorScalar>(
    _ tile: MatrixSpan<Scalar>, codes: Span<Int32>, weights: Span<Scalar>?,
    frame: Frame<Scalar>, kernels: Kernels<Scalar>
  ) {
    kernels.accumulate(
      tile, codes: codes, weights: weights, shift: frame.origin.span, sums: &sums,
      counts: &counts, totals: &totals)
  }

  /// Adds rows of a tile to the sums of their new codes, and takes them from those of their old.
  mutating func move<Scalar: VectorScalar>(
    _ numbers: Span<UInt32>, of tile: MatrixSpan<Scalar>, from old: Span<Int32>,
    to new: Span<Int32>, frame: Frame<Scalar>, kernels: Kernels<Scalar>
  ) {
    kernels.accumulate(
      tile, numbers: numbers, codes: new, weights: nil, shift: frame.origin.span, sums: &sums,
      counts: &counts, totals: &totals)
    kernels.accumulate(
      tile, numbers: numbers, codes: old, weights: nil, takesAway: true,
      shift: frame.origin.span, sums: &sums, counts: &counts, totals: &totals)
  }

  /// Adds the squared distances of a tile's rows, and their roots, in the order of the rows.
  mutating func add<Scalar: VectorScalar>(
    squaredDistances squared: [Double], rowCount: Int, weights: Span<Scalar>?
  ) {
    var inertia = 0.0
    var distances = 0.0
    if let weights {
      for row in 0..<rowCount {
        let weight = Double(weights[row])
        inertia += weight * squared[row]
        distances += weight * squared[row].squareRoot()
      }
    } else {
      for row in 0..<rowCount {
        inertia += squared[row]
        distances += squared[row].squareRoot()
      }
    }
    figures[0] += inertia
    figures[1] += distances
  }
}
