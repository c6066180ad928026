/// Runs a fixed number of k-means iterations from `k` starting centroids.
///
/// The function makes a single run with all its iterations, and keeps every centroid. A centroid
/// without observations stays where it is, or is an error: see `missing`. Matches
/// `scipy.cluster.vq.kmeans2`.
///
/// ```swift
/// let (centroids, codes) = try kmeans2(observations, k: 8, initialization: .plusPlus)
/// ```
///
/// As in SciPy, the codes are those of the last assignment, made *before* the centroids last moved.
/// Centroid *j* is the mean of the observations with code *j*, but an observation may be nearer to
/// another centroid. ``KMeans`` instead makes a final assignment: its codes always refer to the
/// nearest centroid.
///
/// - Parameters:
///   - observations: One observation in each row.
///   - k: The number of centroids.
///   - iterations: The number of iterations. SciPy calls this `iter`.
///   - initialization: How to choose the starting centroids. SciPy calls this `minit`.
///   - missing: What to do with a centroid without observations: `.keep` (SciPy's `warn`) or
///     `.fail` (SciPy's `raise`). The other rules are errors here.
///   - seed: The seed of all random choices; `nil` draws one from the system.
///   - workers: The maximum number of threads; `nil` means one for each available processor.
/// - Returns: `k` centroids, and the code of each observation. A code that no observation has
///   belongs to an empty cluster.
/// - Throws: ``ClusteringError`` if a number is not finite, there are no observations, there are
///   fewer than `k` for an initialization that draws observations, or an option is out of range.
/// - Complexity: O(*n* · `k` · *d*) for each iteration.
public func kmeans2<Source: ObservationSource & ~Escapable>(
  _ observations: borrowing Source, k: Int, iterations: Int = 10,
  initialization: KMeans.Initialization = .gaussian, missing: KMeans.EmptyClusters = .keep,
  seed: UInt64? = nil, workers: Int? = nil
) throws(ClusteringError) -> (centroids: Matrix<Source.Scalar>, codes: [Int32]) {
  var search = KMeans.scipyKMeans2(clusterCount: k, iterations: iterations, missing: missing)
  search.initialization = initialization
  search.seed = seed
  search.workers = workers
  return try search.lastAssignment(of: observations, startingFrom: [])
}

/// Runs a fixed number of k-means iterations from given centroids.
///
/// As in SciPy, the codes are those of the last assignment, made *before* the centroids last moved.
///
/// - Parameters:
///   - observations: One observation in each row.
///   - centroids: The starting centroids, one in each row.
///   - iterations: The number of iterations.
///   - missing: What to do with a centroid without observations: `.keep` or `.fail`.
///   - workers: The maximum number of threads; `nil` means one for each available processor.
/// - Returns: The centroids, and the code of each observation.
/// - Throws: ``ClusteringError`` if a number is not finite, the numbers of features differ, either
///   matrix is empty, or an option is out of range.
/// - Complexity: O(*n* · *k* · *d*) for each iteration.
public func kmeans2<Source: ObservationSource & ~Escapable>(
  _ observations: borrowing Source, startingFrom centroids: Matrix<Source.Scalar>,
  iterations: Int = 10, missing: KMeans.EmptyClusters = .keep, workers: Int? = nil
) throws(ClusteringError) -> (centroids: Matrix<Source.Scalar>, codes: [Int32]) {
  var search = KMeans.scipyKMeans2(
    clusterCount: centroids.rowCount, iterations: iterations, missing: missing)
  search.workers = workers
  return try search.lastAssignment(of: observations, startingFrom: [centroids])
}

extension KMeans {
  /// Returns the configuration that corresponds to SciPy's `kmeans2`.
  package static func scipyKMeans2(
    clusterCount: Int, iterations: Int, missing: EmptyClusters
  ) -> KMeans {
    KMeans(
      clusterCount: clusterCount, stopping: .never, maximumIterations: iterations,
      emptyClusters: missing)
  }

  fileprivate func lastAssignment<Source: ObservationSource & ~Escapable>(
    of observations: borrowing Source, startingFrom starts: [Matrix<Source.Scalar>]
  ) throws(ClusteringError) -> (centroids: Matrix<Source.Scalar>, codes: [Int32]) {
    let last = try observations.withObservations { lent throws(ClusteringError) in
      try fit(lent, startingFrom: starts, keepingLastAssignment: true)
    }
    return (last.codebook.centroids, last.codes)
  }
}
