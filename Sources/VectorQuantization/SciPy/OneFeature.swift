// The SciPy-like functions for observations of one feature, given as arrays of numbers.

/// Divides numbers by their standard deviation: ``whiten(_:checkFinite:)`` for one feature.
///
/// - Parameters:
///   - observations: The numbers, at least one.
///   - checkFinite: Whether a NaN or an infinity is an error.
/// - Returns: The scaled numbers; unchanged if they are all equal.
/// - Throws: ``ClusteringError`` if there are no observations, or one of them is not finite.
/// - Complexity: O(*n*).
public func whiten<Number: ObservationNumber>(
  oneFeature observations: [Number], checkFinite: Bool = true
) throws(ClusteringError) -> [Number.Scalar] {
  try whiten(Matrix(oneFeature: observations), checkFinite: checkFinite).elements
}

/// Assigns to each number the code of its nearest centroid: ``vq(_:codebook:checkFinite:workers:)``
/// for one feature.
///
/// - Parameters:
///   - observations: The numbers.
///   - codebook: The centroids.
///   - checkFinite: Whether a NaN or an infinity is an error.
///   - workers: The maximum number of threads; `nil` means one for each available processor.
/// - Returns: The code of each number, and the distance (not squared) to that centroid.
/// - Throws: ``ClusteringError`` if the codebook is empty, or a number is not finite.
/// - Complexity: O(*n* · *k*).
public func vq<Number: ObservationNumber>(
  oneFeature observations: [Number], codebook: [Number.Scalar], checkFinite: Bool = true,
  workers: Int? = nil
) throws(ClusteringError) -> (codes: [Int32], distances: [Number.Scalar]) {
  try vq(
    Matrix(oneFeature: observations), codebook: Matrix(codebook, columns: 1),
    checkFinite: checkFinite, workers: workers)
}

/// Finds a codebook of at most `k` numbers: ``kmeans(_:k:restarts:threshold:seed:workers:)`` for
/// one feature.
///
/// ```swift
/// let (prices, _) = try kmeans(oneFeature: [1, 2, 2, 90, 95], k: 2)
/// ```
///
/// - Parameters:
///   - observations: The numbers.
///   - k: The number of centroids at the start, at most the number of observations.
///   - restarts: The number of independent runs; the best one is returned.
///   - threshold: The change in distortion at which a run ends.
///   - seed: The seed of all random choices; `nil` draws one from the system.
///   - workers: The maximum number of threads; `nil` means one for each available processor.
/// - Returns: The codebook, and its distortion: the mean distance (not squared) from a number to
///   its nearest centroid.
/// - Throws: ``ClusteringError`` as for a matrix.
/// - Complexity: O(*n* · `k`) for each iteration of each run.
public func kmeans<Number: ObservationNumber>(
  oneFeature observations: [Number], k: Int, restarts: Int = 20, threshold: Double = 1e-5,
  seed: UInt64? = nil, workers: Int? = nil
) throws(ClusteringError) -> (codebook: [Number.Scalar], distortion: Double) {
  let (codebook, distortion) = try kmeans(
    Matrix(oneFeature: observations), k: k, restarts: restarts, threshold: threshold, seed: seed,
    workers: workers)
  return (codebook.elements, distortion)
}

/// Improves a codebook of numbers: ``kmeans(_:startingFrom:threshold:workers:)`` for one feature.
///
/// - Parameters:
///   - observations: The numbers.
///   - centroids: The starting centroids.
///   - threshold: The change in distortion at which the run ends.
///   - workers: The maximum number of threads; `nil` means one for each available processor.
/// - Returns: The codebook, and its distortion: the mean distance (not squared) from a number to
///   its nearest centroid.
/// - Throws: ``ClusteringError`` as for a matrix.
/// - Complexity: O(*n* · *k*) for each iteration.
public func kmeans<Number: ObservationNumber>(
  oneFeature observations: [Number], startingFrom centroids: [Number.Scalar],
  threshold: Double = 1e-5, workers: Int? = nil
) throws(ClusteringError) -> (codebook: [Number.Scalar], distortion: Double) {
  let (codebook, distortion) = try kmeans(
    Matrix(oneFeature: observations), startingFrom: Matrix(centroids, columns: 1),
    threshold: threshold, workers: workers)
  return (codebook.elements, distortion)
}

/// Runs a fixed number of k-means iterations on numbers.
///
/// This is ``kmeans2(_:k:iterations:initialization:missing:seed:workers:)`` for one feature.
///
/// - Parameters:
///   - observations: The numbers.
///   - k: The number of centroids.
///   - iterations: The number of iterations.
///   - initialization: How to choose the starting centroids.
///   - missing: What to do with a centroid without observations: `.keep` or `.fail`.
///   - seed: The seed of all random choices; `nil` draws one from the system.
///   - workers: The maximum number of threads; `nil` means one for each available processor.
/// - Returns: The centroids, and the codes of the last assignment.
/// - Throws: ``ClusteringError`` as for a matrix.
/// - Complexity: O(*n* · `k`) for each iteration.
public func kmeans2<Number: ObservationNumber>(
  oneFeature observations: [Number], k: Int, iterations: Int = 10,
  initialization: KMeans.Initialization = .gaussian, missing: KMeans.EmptyClusters = .keep,
  seed: UInt64? = nil, workers: Int? = nil
) throws(ClusteringError) -> (centroids: [Number.Scalar], codes: [Int32]) {
  let (centroids, codes) = try kmeans2(
    Matrix(oneFeature: observations), k: k, iterations: iterations,
    initialization: initialization, missing: missing, seed: seed, workers: workers)
  return (centroids.elements, codes)
}

/// Runs a fixed number of k-means iterations on numbers, from given centroids.
///
/// This is ``kmeans2(_:startingFrom:iterations:missing:workers:)`` for one feature.
///
/// - Parameters:
///   - observations: The numbers.
///   - centroids: The starting centroids.
///   - iterations: The number of iterations.
///   - missing: What to do with a centroid without observations: `.keep` or `.fail`.
///   - workers: The maximum number of threads; `nil` means one for each available processor.
/// - Returns: The centroids, and the codes of the last assignment.
/// - Throws: ``ClusteringError`` as for a matrix.
/// - Complexity: O(*n* · *k*) for each iteration.
public func kmeans2<Number: ObservationNumber>(
  oneFeature observations: [Number], startingFrom centroids: [Number.Scalar],
  iterations: Int = 10, missing: KMeans.EmptyClusters = .keep, workers: Int? = nil
) throws(ClusteringError) -> (centroids: [Number.Scalar], codes: [Int32]) {
  let (matrix, codes) = try kmeans2(
    Matrix(oneFeature: observations), startingFrom: Matrix(centroids, columns: 1),
    iterations: iterations, missing: missing, workers: workers)
  return (matrix.elements, codes)
}

extension Matrix {
  fileprivate init<Number: ObservationNumber<Scalar>>(oneFeature numbers: [Number]) {
    self.init(Number.scalars(numbers), columns: 1)
  }
}
