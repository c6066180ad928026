/// The scale of each feature, which whitening divides by so that every feature has variance 1.
///
/// ``apply(to:)`` whitens observations, and ``undo(on:)`` converts whitened rows back.
///
/// ```swift
/// let whitening = try Whitening(fitting: observations)
/// let whitened = try whitening.apply(to: observations)
/// let (codebook, _) = try kmeans(whitened, k: 16)
/// let centroids = try whitening.undo(on: codebook)  // in the units of the observations
/// ```
public struct Whitening<Scalar: VectorScalar>: Sendable, Equatable, Codable {
  /// The population standard deviation of each feature; 1 for a constant feature.
  public let scale: [Scalar]
  /// The columns that contain a single value, in ascending order; whitening does not change them.
  public let constantFeatures: [Int]

  /// Computes the scale of each feature.
  ///
  /// A feature is constant if all its values are equal. Rounding of the mean has no influence,
  /// because the deviation is computed from differences.
  ///
  /// - Parameters:
  ///   - observations: One observation in each row, at least one. Accepts a ``Matrix``, rows as
  ///     arrays, a ``MatrixSpan``, or ``Observations``.
  ///   - checkFinite: Whether a NaN or an infinity is an error. If false, the scale of its feature
  ///     is NaN.
  /// - Throws: ``ClusteringError`` if there are no observations, one of them is not finite, or they
  ///   cannot be read.
  /// - Complexity: O(*n* · *d*), in two passes.
  public init<Source: ObservationSource<Scalar> & ~Escapable>(
    fitting observations: borrowing Source, checkFinite: Bool = true
  ) throws(ClusteringError) {
    self = try observations.withObservations { lent throws(ClusteringError) in
      try Whitening(fitting: lent, checkFinite: checkFinite, workers: nil, stop: nil)
    }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init(
    fitting source: Observations<Scalar>, checkFinite: Bool, workers limit: Int?, stop: StopFlag?
  ) throws(ClusteringError) {
    let (rows, columns) = (source.rowCount, source.columnCount)
    if rows == 0 || columns == 0 {
      throw .emptyObservations(rowCount: rows, columnCount: columns)
    }
    let kernels = Kernels<Scalar>(try KernelSet.preferred())
    let workers = Workers.count(for: Double(rows) * Double(columns), limit: limit)
    let stop = stop ?? StopFlag()
    let failure = ReadFailure(stopping: stop)
    var room = TileRoom<Scalar>(for: source, workers: workers)
    let observations = room.tiles(of: source, kernels: kernels, failure: failure)
    let team = Team(kernels, workers: workers, stop: stop)
    let rough = Moments(of: observations, team)
    try failure.check()
    if stop.isRaised { throw .stopped }
    if checkFinite, let (row, column) = rough.firstNotFinite(among: observations) {
      throw .notFinite(row: row, column: column)
    }

    // In units of the largest difference, no square overflows or underflows to 0.
    let unit = rough.maximum.map { maximum in
      maximum > 0 && maximum.isFinite
        ? Double(sign: .plus, exponent: Int(maximum.exponent), significand: 1) : 1
    }
    let moments = Moments(
      of: observations, from: rough.mean, unit: unit, team)
    try failure.check()
    if stop.isRaised { throw .stopped }
    let deviation = moments.deviation
    let isConstant = deviation.indices.map { rough.maximum[$0] == 0 && deviation[$0] == 0 }
    constantFeatures = deviation.indices.filter { isConstant[$0] }
    // The scale of a feature that is not constant is never 0, even if its deviation underflows.
    scale = deviation.indices.map {
      let rounded = isConstant[$0] ? 1 : Scalar(deviation[$0])
      return rounded == 0 ? .leastNonzeroMagnitude : rounded
    }
  }

  /// Creates a whitening from known scales.
  ///
  /// - Parameter scale: The divisor of each feature; none is 0.
  package init(scale: [Scalar]) {
    self.scale = scale
    constantFeatures = []
  }
}
