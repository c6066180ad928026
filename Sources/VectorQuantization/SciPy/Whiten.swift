/// Divides each feature by its standard deviation, so that all have variance 1.
///
/// The mean is not subtracted, and features are not decorrelated. A feature that has one value
/// throughout is returned unchanged; ``Whitening`` tells which those are, and can apply the same
/// scale to later observations or undo it on a codebook. Matches `scipy.cluster.vq.whiten`.
///
/// ```swift
/// let whitened = try whiten(observations.span)
/// ```
///
/// - Parameters:
///   - observations: One observation a row, at least one.
///   - checkFinite: Whether a NaN or an infinity is an error. If not, its whole feature becomes
///     NaN.
/// - Returns: The scaled observations. The standard deviation is the population's (divided by *n*).
/// - Throws: ``ClusteringError`` if there are no observations, or one is not finite.
/// - Complexity: O(*n* · *d*).
public func whiten<Scalar: VectorScalar>(
  _ observations: MatrixSpan<Scalar>, checkFinite: Bool = true
) throws(ClusteringError) -> Matrix<Scalar> {
  try Whitening(fitting: observations, checkFinite: checkFinite).apply(to: observations)
}

/// Divides scalar observations by their standard deviation.
///
/// - Parameters:
///   - observations: Observations of one feature.
///   - checkFinite: Whether a NaN or an infinity is an error.
/// - Returns: The scaled observations, or the same if they are all equal.
/// - Throws: ``ClusteringError`` if there are no observations, or one is not finite.
/// - Complexity: O(*n*).
public func whiten<Scalar: VectorScalar>(
  _ observations: [Scalar], checkFinite: Bool = true
) throws(ClusteringError) -> [Scalar] {
  // Holding on to the arrays is what keeps them alive: see Docs/Decisions/0005.
  let observations = Matrix(observations, columns: 1)
  return try whiten(observations.span, checkFinite: checkFinite).elements
}
