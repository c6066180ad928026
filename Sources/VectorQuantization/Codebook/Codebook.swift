/// The centroids that codes refer to, as rows of a matrix.
///
/// A codebook turns observations into codes (``encode(_:workers:kernels:)``) and codes back into
/// vectors (``decode(_:)``).
public struct Codebook<Scalar: VectorScalar>: Sendable, Equatable, Codable {
  /// The centroids, one a row; a code is the number of a row.
  public let centroids: Matrix<Scalar>

  /// What is near: the metric that the codebook was found by.
  public let metric: KMeans.Metric

  /// Creates a codebook from its centroids.
  ///
  /// - Parameters:
  ///   - centroids: One centroid a row. They are checked when the codebook is used.
  ///   - metric: The metric that they were found by.
  /// - Complexity: O(1).
  public init(_ centroids: Matrix<Scalar>, metric: KMeans.Metric = .euclidean) {
    self.centroids = centroids
    self.metric = metric
  }

  /// Creates a codebook of the centroids of another, each number rounded to the nearest that the scalar
  /// has.
  ///
  /// - Parameter other: The other codebook.
  /// - Complexity: O(*k* · *d*).
  public init<Other: VectorScalar>(_ other: Codebook<Other>) {
    self.init(Matrix(other.centroids), metric: other.metric)
  }

  /// The number of centroids, *k*.
  public var clusterCount: Int { centroids.rowCount }
  /// The number of features, *d*.
  public var featureCount: Int { centroids.columnCount }
}
