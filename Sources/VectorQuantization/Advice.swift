// Calls that new users may try first. The compiler rejects them and names the correct call.

/// Unavailable; use `whiten(oneFeature:checkFinite:)` for an array of numbers.
@available(*, unavailable, message: "an array of numbers is one feature: write whiten(oneFeature:)")
public func whiten<Number: ObservationNumber>(
  _ observations: [Number], checkFinite: Bool = true
) throws(ClusteringError) -> [Number.Scalar] {
  try whiten(oneFeature: observations, checkFinite: checkFinite)
}

/// Unavailable; use `vq(oneFeature:codebook:checkFinite:workers:)` for an array of numbers.
@available(
  *, unavailable, message: "an array of numbers is one feature: write vq(oneFeature:codebook:)"
)
public func vq<Number: ObservationNumber>(
  _ observations: [Number], codebook: [Number.Scalar]
) throws(ClusteringError) -> (codes: [Int32], distances: [Number.Scalar]) {
  try vq(oneFeature: observations, codebook: codebook)
}

/// Unavailable; use `kmeans(oneFeature:k:restarts:threshold:seed:workers:)` for an array of
/// numbers.
@available(
  *, unavailable, message: "an array of numbers is one feature: write kmeans(oneFeature:k:)"
)
public func kmeans<Number: ObservationNumber>(
  _ observations: [Number], k: Int, restarts: Int = 20, seed: UInt64? = nil
) throws(ClusteringError) -> (codebook: [Number.Scalar], distortion: Double) {
  try kmeans(oneFeature: observations, k: k, restarts: restarts, seed: seed)
}

/// Unavailable; use `kmeans2(oneFeature:k:iterations:initialization:missing:seed:workers:)` for an
/// array of numbers.
@available(
  *, unavailable, message: "an array of numbers is one feature: write kmeans2(oneFeature:k:)"
)
public func kmeans2<Number: ObservationNumber>(
  _ observations: [Number], k: Int, iterations: Int = 10, seed: UInt64? = nil
) throws(ClusteringError) -> (centroids: [Number.Scalar], codes: [Int32]) {
  try kmeans2(oneFeature: observations, k: k, iterations: iterations, seed: seed)
}

extension KMeans {
  /// Unavailable; use `fit(Matrix(numbers, columns: 1))` for an array of numbers.
  @available(
    *, unavailable,
    message: "an array of numbers is one feature: write fit(Matrix(numbers, columns: 1))"
  )
  public func fit<Number: ObservationNumber>(
    _ observations: [Number], startingFrom centroids: Matrix<Number.Scalar>? = nil,
    weights: [Double]? = nil
  ) throws(ClusteringError) -> Clustering<Number.Scalar> {
    try fit(
      Matrix(Number.scalars(observations), columns: 1), startingFrom: centroids, weights: weights)
  }
}

extension Codebook {
  /// Unavailable; use ``code(of:)`` for a single observation.
  @available(*, unavailable, message: "for a single observation write code(of:)")
  public func encode(_ observation: [Scalar]) throws(ClusteringError) -> Int32 {
    try code(of: observation)
  }
}

extension Clustering {
  /// Unavailable; use ``Codebook/code(of:)`` of the codebook.
  @available(
    *, unavailable,
    message: "write codebook.code(of:) for a single observation, or codebook.encode(_:).codes"
  )
  public func predict(_ observation: [Scalar]) throws(ClusteringError) -> Int32 {
    try codebook.code(of: observation)
  }

  /// Unavailable; use ``Codebook/encode(_:workers:kernels:)`` of the codebook.
  @available(*, unavailable, message: "write codebook.encode(_:).codes")
  public func predict<Source: ObservationSource<Scalar>>(
    _ observations: Source
  ) throws(ClusteringError) -> [Int32] {
    try codebook.encode(observations).codes
  }
}

extension Matrix {
  /// Unavailable; use `matrix[row: 0]` for a row, or `matrix[0, 1]` for an element.
  @available(
    *, unavailable, message: "write matrix[row: 0] for a row, or matrix[0, 1] for a number"
  )
  public subscript(row: Int) -> [Scalar] { self[row: row] }
}
