/// Assigns to each observation the code of its nearest centroid.
///
/// The code is that of the true nearest centroid, the lowest on an exact tie, with every kernel
/// set and any number of cores. Matches `scipy.cluster.vq.vq`, without its cancellation.
///
/// ```swift
/// let (codes, distances) = try vq(observations.span, codebook: book.span)
/// ```
///
/// - Parameters:
///   - observations: One observation a row. No rows give no codes.
///   - codebook: One centroid a row, with as many features.
///   - checkFinite: Whether a NaN or an infinity is an error. If not, an observation that holds
///     one gets code 0 and a distance that is not finite, and a centroid that holds one is never
///     the nearest.
///   - workers: The most threads to use; `nil` means every processor.
/// - Returns: For each observation its code, and the Euclidean distance (not squared) to that
///   centroid.
/// - Throws: ``ClusteringError`` if the codebook is empty, features differ in number, or a number
///   is not finite.
/// - Complexity: O(*n* · *k* · *d*).
public func vq<Scalar: VectorScalar>(
  _ observations: MatrixSpan<Scalar>, codebook: MatrixSpan<Scalar>, checkFinite: Bool = true,
  workers: Int? = nil
) throws(ClusteringError) -> (codes: [Int32], distances: [Scalar]) {
  try Encoding(
    Codebook(Matrix(copying: codebook)), checkFinite: checkFinite, kernels: nil, workers: workers
  ).encode(Observations(observations))
}

/// Assigns to each scalar observation the code of its nearest centroid.
///
/// - Parameters:
///   - observations: Observations of one feature.
///   - codebook: The centroids, of one feature.
///   - checkFinite: Whether a NaN or an infinity is an error.
///   - workers: The most threads to use; `nil` means every processor.
/// - Returns: For each observation its code, and the distance to that centroid.
/// - Throws: ``ClusteringError`` if the codebook is empty, or a number is not finite.
/// - Complexity: O(*n* · *k*).
public func vq<Scalar: VectorScalar>(
  _ observations: [Scalar], codebook: [Scalar], checkFinite: Bool = true,
  workers: Int? = nil
) throws(ClusteringError) -> (codes: [Int32], distances: [Scalar]) {
  // Holding on to the arrays is what keeps them alive: see Docs/Decisions/0005.
  let (observations, codebook) = (Matrix(observations, columns: 1), Matrix(codebook, columns: 1))
  return try vq(
    observations.span, codebook: codebook.span, checkFinite: checkFinite, workers: workers)
}
