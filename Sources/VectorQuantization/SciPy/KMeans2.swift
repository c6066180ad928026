/// Runs a fixed number of k-means iterations from `k` starting centroids.
///
/// There is one run, it always does all its iterations, and it keeps every centroid: one without
/// observations stays where it is, or is an error. Matches `scipy.cluster.vq.kmeans2`.
///
/// ```swift
/// let (centroids, codes) = try kmeans2(observations, k: 8, initialization: .plusPlus)
/// ```
///
/// The codes are those of the last assignment, made *before* the centroids last moved, as SciPy
/// returns them: centroid *j* is the mean of the observations with code *j*, but an observation may
/// be nearer to another. `KMeans.fit` assigns once more.
///
/// - Parameters:
///   - observations: One observation a row.
///   - k: The number of centroids.
///   - iterations: How often to assign and average. SciPy calls this `iter`.
///   - initialization: How to choose the starting centroids; SciPy's `minit`.
///   - missing: What becomes of a centroid without observations: `.keep` (SciPy's `warn`) or
///     `.fail` (`raise`). The other rules are errors here.
///   - seed: Fixes every random choice.
///   - workers: The most threads to use; `nil` means every processor.
/// - Returns: `k` centroids, and for each observation its code. A code that no observation has
///   belongs to an empty cluster.
/// - Throws: ``ClusteringError`` if a number is not finite, there are no observations, fewer than
///   `k` of them for an initialization that draws them, or an option is out of range.
/// - Complexity: O(*n* · `k` · *d*) each iteration.
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
/// - Parameters:
///   - observations: One observation a row.
///   - centroids: The centroids to start from, one a row.
///   - iterations: How often to assign and average.
///   - missing: What becomes of a centroid without observations.
///   - workers: The most threads to use; `nil` means every processor.
/// - Returns: The centroids, and the codes of the last assignment.
/// - Throws: ``ClusteringError`` if a number is not finite, features differ in number, or either
///   matrix is empty.
/// - Complexity: O(*n* · *k* · *d*) each iteration.
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
  /// What SciPy's `kmeans2` does, as a configuration.
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
