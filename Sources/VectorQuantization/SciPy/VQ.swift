/// Assigns to each observation the code of its nearest centroid.
///
/// The code is exact: it is the true nearest centroid, and the lowest code on an exact tie, with
/// every kernel set and any number of threads. Matches `scipy.cluster.vq.vq`, but without its
/// cancellation errors.
///
/// ```swift
/// let (codes, distances) = try vq(observations, codebook: book)
/// ```
///
/// - Parameters:
///   - observations: One observation in each row. The result is empty if there are no rows.
///   - codebook: One centroid in each row, with as many features as the observations.
///   - checkFinite: Whether a NaN or an infinity is an error. If false, an observation with such a
///     number gets code 0 and a distance that is not finite, and a centroid with such a number is
///     never the nearest.
///   - workers: The maximum number of threads; `nil` means one for each available processor.
/// - Returns: The code of each observation, and the Euclidean distance (not squared) to that
///   centroid.
/// - Throws: ``ClusteringError`` if the codebook is empty, the numbers of features differ, or a
///   number is not finite.
/// - Complexity: O(*n* · *k* · *d*).
public func vq<Source: ObservationSource & ~Escapable>(
  _ observations: borrowing Source, codebook: Matrix<Source.Scalar>, checkFinite: Bool = true,
  workers: Int? = nil
) throws(ClusteringError) -> (codes: [Int32], distances: [Source.Scalar]) {
  let encoding = try Encoding(
    Codebook(codebook), checkFinite: checkFinite, kernels: nil, workers: workers)
  return try observations.withObservations { lent throws(ClusteringError) in
    try encoding.encode(lent)
  }
}
