/// Finds a codebook of at most `k` centroids for `observations`.
///
/// The search runs `restarts` times from observations drawn at random, and keeps the run of smallest
/// distortion. Each run moves every centroid to the mean of the observations nearest to it until
/// the distortion changes by no more than `threshold`. A centroid that loses all its observations
/// is dropped, so the codebook may hold fewer than `k` rows. Matches `scipy.cluster.vq.kmeans`,
/// with the distortion of the returned codebook (SciPy's rule from 1.18 on).
///
/// ```swift
/// let whitened = try whiten(observations)
/// let (codebook, distortion) = try kmeans(whitened, k: 256, seed: 7)
/// ```
///
/// - Parameters:
///   - observations: One observation a row. Features should have comparable variance; see
///     ``whiten(_:checkFinite:)``.
///   - k: The number of centroids to begin with, at most the number of observations.
///   - restarts: How many independent runs to choose from. SciPy calls this `iter`.
///   - threshold: The change in distortion, in the units of the data, at which a run ends.
///   - seed: Fixes every random choice. A given seed yields the same codebook on any number of
///     cores.
///   - workers: The most threads to use; `nil` means every processor.
/// - Returns: The codebook, and its distortion: the mean Euclidean distance (not squared) from an
///   observation to its nearest centroid.
/// - Throws: ``ClusteringError`` if `observations` holds a NaN or an infinity or fewer than `k`
///   rows, or an option is out of range.
/// - Complexity: O(*n* · `k` · *d*) each iteration of each run.
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

/// Improves a codebook: ``kmeans(_:k:restarts:threshold:seed:workers:)`` from
/// given centroids.
///
/// - Parameters:
///   - observations: One observation a row.
///   - centroids: The centroids to start from, one a row; there may be more than observations.
///   - threshold: The change in distortion, in the units of the data, at which the run ends.
///   - workers: The most threads to use; `nil` means every processor.
/// - Returns: The codebook, without centroids that lost all their observations, and its
///   distortion.
/// - Throws: ``ClusteringError`` if a number is not finite, features differ in number, or either
///   matrix is empty.
/// - Complexity: O(*n* · *k* · *d*) each iteration.
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
  /// What SciPy's `kmeans` does, as a configuration.
  package static func scipyKMeans(clusterCount: Int, threshold: Double) -> KMeans {
    KMeans(
      clusterCount: clusterCount, initialization: .points,
      stopping: .distortionChange(atMost: threshold), maximumIterations: .max,
      emptyClusters: .drop, preference: .distortion)
  }
}
