internal import VectorQuantization

/// The units of the observations in their file, and the way back to them from whitened observations.
struct Units<Scalar: VectorScalar>: ~Escapable {
  /// The observations as the file has them.
  let observations: Observations<Scalar>
  /// What they were divided by; `nil` if they are clustered as they are.
  let whitening: Whitening<Scalar>?

  @_lifetime(copy observations)
  init(of observations: Observations<Scalar>, _ whitening: Whitening<Scalar>? = nil) {
    self.observations = observations
    self.whitening = whitening
  }

  /// Centroids in the units of the file.
  func original(_ centroids: Matrix<Scalar>) throws(ClusteringError) -> Matrix<Scalar> {
    try whitening?.undo(on: centroids.span) ?? centroids
  }
}

extension Whitening {
  /// Divides observations of any form.
  func apply(to observations: Observations<Scalar>) throws(ClusteringError) -> Matrix<Scalar> {
    if let direct = observations.direct { return try apply(to: direct) }
    let copy = try observations.copy(of: 0..<observations.rowCount)
    return try apply(to: copy.span)
  }
}
