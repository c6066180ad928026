/// Runs a fixed number of k-means iterations from `k` starting centroids.
///
/// There is one run, it always does all its iterations, and it keeps every centroid: one without
/// observations stays where it is, or is an error. Matches `scipy.cluster.vq.kmeans2`.
///
/// ```swift
/// let (centroids, codes) = try kmeans2(observations.span, k: 8, initialization: .plusPlus)
/// ```
///
/// The codes are those of the last assignment, made *before* the centroids last moved, as SciPy
/// returns them: centroid *j* is the mean of the observations with code *j*, but an observation may
/// be nearer to another. ``KMeans/fit(_:weights:onIteration:)-(MatrixSpan<Scalar>,_,_)`` assigns
/// once more.
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
public func kmeans2<Scalar: VectorScalar>(
  _ observations: MatrixSpan<Scalar>, k: Int, iterations: Int = 10,
  initialization: KMeans.Initialization = .gaussian, missing: KMeans.EmptyClusters = .keep,
  seed: UInt64? = nil, workers: Int? = nil
) throws(ClusteringError) -> (centroids: Matrix<Scalar>, codes: [Int32]) {
  var search = KMeans.scipyKMeans2(clusterCount: k, iterations: iterations, missing: missing)
  search.initialization = initialization
  search.seed = seed
  search.workers = workers
  let last = try search.fit(observations, keepingLastAssignment: true)
  return (last.codebook.centroids, last.codes)
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
public func kmeans2<Scalar: VectorScalar>(
  _ observations: MatrixSpan<Scalar>, startingFrom centroids: MatrixSpan<Scalar>,
  iterations: Int = 10, missing: KMeans.EmptyClusters = .keep, workers: Int? = nil
) throws(ClusteringError) -> (centroids: Matrix<Scalar>, codes: [Int32]) {
  var search = KMeans.scipyKMeans2(
    clusterCount: centroids.rowCount, iterations: iterations, missing: missing)
  search.workers = workers
  let last = try search.fit(
    observations, startingFrom: centroids, keepingLastAssignment: true)
  return (last.codebook.centroids, last.codes)
}

/// Runs a fixed number of k-means iterations on scalar observations.
///
/// - Parameters:
///   - observations: Observations of one feature.
///   - k: The number of centroids.
///   - iterations: How often to assign and average.
///   - initialization: How to choose the starting centroids.
///   - missing: What becomes of a centroid without observations.
///   - seed: Fixes every random choice.
///   - workers: The most threads to use; `nil` means every processor.
/// - Returns: The centroids, and the codes of the last assignment.
/// - Throws: ``ClusteringError`` as for a matrix.
/// - Complexity: O(*n* · `k`) each iteration.
public func kmeans2<Scalar: VectorScalar>(
  _ observations: [Scalar], k: Int, iterations: Int = 10,
  initialization: KMeans.Initialization = .gaussian, missing: KMeans.EmptyClusters = .keep,
  seed: UInt64? = nil, workers: Int? = nil
) throws(ClusteringError) -> (centroids: [Scalar], codes: [Int32]) {
  // Holding on to the arrays is what keeps them alive: see Docs/Decisions/0005.
  let observations = Matrix(observations, columns: 1)
  let (centroids, codes) = try kmeans2(
    observations.span, k: k, iterations: iterations,
    initialization: initialization, missing: missing, seed: seed,
    workers: workers)
  return (centroids.elements, codes)
}

/// Runs a fixed number of k-means iterations on scalar observations from given centroids.
///
/// - Parameters:
///   - observations: Observations of one feature.
///   - centroids: The centroids to start from.
///   - iterations: How often to assign and average.
///   - missing: What becomes of a centroid without observations.
///   - workers: The most threads to use; `nil` means every processor.
/// - Returns: The centroids, and the codes of the last assignment.
/// - Throws: ``ClusteringError`` as for a matrix.
/// - Complexity: O(*n* · *k*) each iteration.
public func kmeans2<Scalar: VectorScalar>(
  _ observations: [Scalar], startingFrom centroids: [Scalar], iterations: Int = 10,
  missing: KMeans.EmptyClusters = .keep, workers: Int? = nil
) throws(ClusteringError) -> (centroids: [Scalar], codes: [Int32]) {
  // Holding on to the arrays is what keeps them alive: see Docs/Decisions/0005.
  let (observations, start) = (Matrix(observations, columns: 1), Matrix(centroids, columns: 1))
  let (matrix, codes) = try kmeans2(
    observations.span, startingFrom: start.span, iterations: iterations,
    missing: missing, workers: workers)
  return (matrix.elements, codes)
}

extension KMeans {
  /// What SciPy's `kmeans2` does, as a configuration.
  package static func scipyKMeans2(
    clusterCount: Int, iterations: Int, missing: EmptyClusters
  ) -> KMeans {
    var search = KMeans(clusterCount: clusterCount)
    search.stopping = .never
    search.maximumIterations = iterations
    search.emptyClusters = missing
    return search
  }
}
