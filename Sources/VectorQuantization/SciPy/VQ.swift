/// Assigns to each observation the code of its nearest centroid.
///
/// The code is that of the true nearest centroid, the lowest on an exact tie, with every kernel
/// set and any number of cores. Matches `scipy.cluster.vq.vq`, without its cancellation.
///
/// ```swift
/// let (codes, distances) = try vq(observations, codebook: book)
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
