// Observations of one feature, as arrays of numbers.

/// Divides numbers by their standard deviation: ``whiten(_:checkFinite:)`` of one feature.
///
/// - Parameters:
///   - observations: The numbers, at least one.
///   - checkFinite: Whether a NaN or an infinity is an error.
/// - Returns: The scaled numbers, or the same if they are all equal.
/// - Throws: ``ClusteringError`` if there are no observations, or one is not finite.
/// - Complexity: O(*n*).
public func whiten<Number: ObservationNumber>(
  oneFeature observations: [Number], checkFinite: Bool = true
) throws(ClusteringError) -> [Number.Scalar] {
  try whiten(Matrix(oneFeature: observations), checkFinite: checkFinite).elements
}

/// Assigns to each number the code of the nearest centroid: ``vq(_:codebook:checkFinite:workers:)`` of
/// one feature.
///
/// - Parameters:
///   - observations: The numbers.
///   - codebook: The centroids.
///   - checkFinite: Whether a NaN or an infinity is an error.
///   - workers: The most threads to use; `nil` means every processor.
/// - Returns: For each observation its code, and the distance to that centroid.
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

/// Finds a codebook of at most `k` numbers: ``kmeans(_:k:restarts:threshold:seed:workers:)`` of one
/// feature.
///
/// ```swift
/// let (prices, _) = try kmeans(oneFeature: [1, 2, 2, 90, 95], k: 2)
/// ```
///
/// - Parameters:
///   - observations: The numbers.
///   - k: The number of centroids to begin with.
///   - restarts: How many independent runs to choose from.
///   - threshold: The change in distortion at which a run ends.
///   - seed: Fixes every random choice.
///   - workers: The most threads to use; `nil` means every processor.
/// - Returns: The codebook, and its distortion.
/// - Throws: ``ClusteringError`` as for a matrix.
/// - Complexity: O(*n* · `k`) each iteration of each run.
public func kmeans<Number: ObservationNumber>(
  oneFeature observations: [Number], k: Int, restarts: Int = 20, threshold: Double = 1e-5,
  seed: UInt64? = nil, workers: Int? = nil
) throws(ClusteringError) -> (codebook: [Number.Scalar], distortion: Double) {
  let (codebook, distortion) = try kmeans(
    Matrix(oneFeature: observations), k: k, restarts: restarts, threshold: threshold, seed: seed,
    workers: workers)
  return (codebook.elements, distortion)
}

/// Improves a codebook of numbers: ``kmeans(_:startingFrom:threshold:workers:)`` of one feature.
///
/// - Parameters:
///   - observations: The numbers.
///   - centroids: The centroids to start from.
///   - threshold: The change in distortion at which the run ends.
///   - workers: The most threads to use; `nil` means every processor.
/// - Returns: The codebook, and its distortion.
/// - Throws: ``ClusteringError`` as for a matrix.
/// - Complexity: O(*n* · *k*) each iteration.
public func kmeans<Number: ObservationNumber>(
  oneFeature observations: [Number], startingFrom centroids: [Number.Scalar],
  threshold: Double = 1e-5, workers: Int? = nil
) throws(ClusteringError) -> (codebook: [Number.Scalar], distortion: Double) {
  let (codebook, distortion) = try kmeans(
    Matrix(oneFeature: observations), startingFrom: Matrix(centroids, columns: 1),
    threshold: threshold, workers: workers)
  return (codebook.elements, distortion)
}

/// Runs a fixed number of k-means iterations on numbers:
/// ``kmeans2(_:k:iterations:initialization:missing:seed:workers:)`` of one feature.
///
/// - Parameters:
///   - observations: The numbers.
///   - k: The number of centroids.
///   - iterations: How often to assign and average.
///   - initialization: How to choose the starting centroids.
///   - missing: What becomes of a centroid without observations.
///   - seed: Fixes every random choice.
///   - workers: The most threads to use; `nil` means every processor.
/// - Returns: The centroids, and the codes of the last assignment.
/// - Throws: ``ClusteringError`` as for a matrix.
/// - Complexity: O(*n* · `k`) each iteration.
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

/// Runs a fixed number of k-means iterations on numbers from given centroids:
/// ``kmeans2(_:startingFrom:iterations:missing:workers:)`` of one feature.
///
/// - Parameters:
///   - observations: The numbers.
///   - centroids: The centroids to start from.
///   - iterations: How often to assign and average.
///   - missing: What becomes of a centroid without observations.
///   - workers: The most threads to use; `nil` means every processor.
/// - Returns: The centroids, and the codes of the last assignment.
/// - Throws: ``ClusteringError`` as for a matrix.
/// - Complexity: O(*n* · *k*) each iteration.
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
