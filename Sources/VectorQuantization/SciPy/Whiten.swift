/// Divides each feature by its standard deviation, so that every feature has variance 1.
///
/// The mean is not subtracted, and features are not decorrelated. A feature with a single value is
/// returned unchanged. To find such features, to whiten later observations with the same scale, or
/// to convert a codebook back, use ``Whitening``. Matches `scipy.cluster.vq.whiten`.
///
/// ```swift
/// let whitened = try whiten(observations)
/// ```
///
/// - Parameters:
///   - observations: One observation in each row, at least one.
///   - checkFinite: Whether a NaN or an infinity is an error. If false, the whole feature becomes
///     NaN.
/// - Returns: The scaled observations. The standard deviation is that of the population (divided by
///   *n*).
/// - Throws: ``ClusteringError`` if there are no observations, or one of them is not finite.
/// - Complexity: O(*n* · *d*).
public func whiten<Source: ObservationSource & ~Escapable>(
  _ observations: borrowing Source, checkFinite: Bool = true
) throws(ClusteringError) -> Matrix<Source.Scalar> {
  try observations.withObservations { lent throws(ClusteringError) in
    try Whitening(fitting: lent, checkFinite: checkFinite).apply(to: lent)
  }
}
