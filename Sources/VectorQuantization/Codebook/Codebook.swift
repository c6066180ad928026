/// A set of centroids that codes refer to.
///
/// ``encode(_:workers:kernels:)`` converts observations to codes, and ``decode(_:)-([Int32])``
/// converts codes back to vectors.
public struct Codebook<Scalar: VectorScalar>: Sendable, Equatable, Codable {
  /// The centroids, one in each row; a code is a row number.
  public let centroids: Matrix<Scalar>

  /// The metric under which the centroids were found.
  public let metric: KMeans.Metric

  /// Creates a codebook from its centroids.
  ///
  /// - Parameters:
  ///   - centroids: One centroid in each row. They are validated when the codebook is used.
  ///   - metric: The metric under which the centroids were found.
  /// - Complexity: O(1).
  public init(_ centroids: Matrix<Scalar>, metric: KMeans.Metric = .euclidean) {
    self.centroids = centroids
    self.metric = metric
  }

  /// Creates a codebook by converting another to this scalar type, each number rounded to the
  /// nearest value.
  ///
  /// - Parameter other: The codebook to convert.
  /// - Complexity: O(*k* · *d*).
  public init<Other: VectorScalar>(_ other: Codebook<Other>) {
    self.init(Matrix(other.centroids), metric: other.metric)
  }

  /// The number of centroids, *k*.
  public var clusterCount: Int { centroids.rowCount }
  /// The number of features, *d*.
  public var featureCount: Int { centroids.columnCount }
}
