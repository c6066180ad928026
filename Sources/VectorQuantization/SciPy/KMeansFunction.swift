/// Finds a codebook of at most `k` centroids.
///
/// The function runs k-means `restarts` times from observations drawn at random, and returns the
/// run with the smallest distortion. In each iteration, a run moves every centroid to the mean of
/// its nearest observations. The run ends when an iteration changes the distortion by no more than
/// `threshold`.
///
/// A centroid that loses all its observations is removed, so the codebook may have fewer than `k`
/// rows. Matches `scipy.cluster.vq.kmeans`, with the distortion of the returned codebook (SciPy's
/// rule since 1.18).
///
/// ```swift
/// let whitened = try whiten(observations)
/// let (codebook, distortion) = try kmeans(whitened, k: 256, seed: 7)
/// ```
///
/// - Parameters:
///   - observations: One observation in each row. Features should have similar variance; see
///     ``whiten(_:checkFinite:)``.
///   - k: The number of centroids at the start, at most the number of observations.
///   - restarts: The number of independent runs. SciPy calls this `iter`.
///   - threshold: The change in distortion, in the units of the data, at which a run ends. SciPy
///     calls this `thresh`.
///   - seed: The seed of all random choices; `nil` draws one from the system. The same seed gives
///     the same codebook with any number of threads.
///   - workers: The maximum number of threads; `nil` means one for each available processor.
/// - Returns: The codebook, and its distortion: the mean Euclidean distance (not squared) from an
///   observation to its nearest centroid.
/// - Throws: ``ClusteringError`` if a number is not finite, there are fewer than `k` observations,
///   or an option is out of range.
/// - Complexity: O(*n* · `k` · *d*) for each iteration of each run.
public func kmeans<Source: ObservationSource & ~Escapable>(
  _ observations: borrowing Source, k: Int, restarts: Int = 20, threshold: Double = 1e-5,
  seed: UInt64? = nil, workers: Int? = nil
) throws(ClusteringError) -> (codebook: Matrix<Source.Scalar>, distortion: Double) {
  var search = KMeans.scipyKMeans(clusterCount: k, threshold: threshold)
  search.restarts = restarts
  search.seed = seed
  search.workers = workers
  let best = try search.fit(observations)
  return (best.codebook.centroids, best.distortion)
}

/// Improves a codebook by a single k-means run from given centroids.
///
/// The run follows the rules of ``kmeans(_:k:restarts:threshold:seed:workers:)``.
///
/// - Parameters:
///   - observations: One observation in each row.
///   - centroids: The starting centroids, one in each row. There may be more centroids than
///     observations.
///   - threshold: The change in distortion, in the units of the data, at which the run ends.
///   - workers: The maximum number of threads; `nil` means one for each available processor.
/// - Returns: The codebook, without the centroids that lost all their observations, and its
///   distortion: the mean Euclidean distance (not squared) from an observation to its nearest
///   centroid.
/// - Throws: ``ClusteringError`` if a number is not finite, the numbers of features differ, either
///   matrix is empty, or an option is out of range.
/// - Complexity: O(*n* · *k* · *d*) for each iteration.
public func kmeans<Source: ObservationSource & ~Escapable>(
  _ observations: borrowing Source, startingFrom centroids: Matrix<Source.Scalar>,
  threshold: Double = 1e-5, workers: Int? = nil
) throws(ClusteringError) -> (codebook: Matrix<Source.Scalar>, distortion: Double) {
  var search = KMeans.scipyKMeans(clusterCount: centroids.rowCount, threshold: threshold)
  search.workers = workers
  let best = try search.fit(observations, startingFrom: centroids)
  return (best.codebook.centroids, best.distortion)
}

extension KMeans {
  /// Returns the configuration that corresponds to SciPy's `kmeans`.
  package static func scipyKMeans(clusterCount: Int, threshold: Double) -> KMeans {
    KMeans(
      clusterCount: clusterCount, initialization: .points,
      stopping: .distortionChange(atMost: threshold), maximumIterations: .max,
      emptyClusters: .drop, preference: .distortion)
  }
}
