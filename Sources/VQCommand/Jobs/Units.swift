internal import VectorQuantization

/// The observations in the units of their file, and the conversion from whitened units to these.
struct Units<Scalar: VectorScalar>: ~Escapable {
  /// The observations in the units of the file.
  let observations: Observations<Scalar>
  /// The whitening that was applied before clustering; `nil` for none.
  let whitening: Whitening<Scalar>?

  @_lifetime(copy observations)
  init(of observations: Observations<Scalar>, _ whitening: Whitening<Scalar>? = nil) {
    self.observations = observations
    self.whitening = whitening
  }

  /// Converts centroids to the units of the file.
  func original(_ centroids: Matrix<Scalar>) throws(ClusteringError) -> Matrix<Scalar> {
    try whitening?.undo(on: centroids.span) ?? centroids
  }
}

extension Whitening {
  /// Whitens observations that are used in place or widened.
  func apply(to observations: Observations<Scalar>) throws(ClusteringError) -> Matrix<Scalar> {
    if let direct = observations.direct { return try apply(to: direct) }
    let copy = try observations.copy(of: 0..<observations.rowCount)
    return try apply(to: copy.span)
  }
}
