/// Divides each feature by its standard deviation, so that all have variance 1.
///
/// The mean is not subtracted, and features are not decorrelated. A feature that has one value
/// throughout is returned unchanged; ``Whitening`` tells which those are, and can apply the same
/// scale to later observations or undo it on a codebook. Matches `scipy.cluster.vq.whiten`.
///
/// ```swift
/// let whitened = try whiten(observations)
/// ```
///
/// - Parameters:
///   - observations: One observation a row, at least one.
///   - checkFinite: Whether a NaN or an infinity is an error. If not, its whole feature becomes
///     NaN.
/// - Returns: The scaled observations. The standard deviation is the population's (divided by *n*).
/// - Throws: ``ClusteringError`` if there are no observations, or one is not finite.
/// - Complexity: O(*n* · *d*).
public func whiten<Source: ObservationSource & ~Escapable>(
  _ observations: borrowing Source, checkFinite: Bool = true
) throws(ClusteringError) -> Matrix<Source.Scalar> {
  try observations.withObservations { lent throws(ClusteringError) in
    try Whitening(fitting: lent, checkFinite: checkFinite).apply(to: lent)
  }
}
