/// The result of a fit: a codebook, and the codes and statistics that belong to it.
///
/// The parts are always consistent: ``codes``, ``counts``, ``inertia`` and ``distortion`` are those
/// of the returned ``codebook``, not of an earlier iteration.
///
/// ```swift
/// let clustering = try KMeans(clusterCount: 8, seed: 7).fit(observations)
/// clustering.codes[0]  // the cluster of the first observation
/// let newCodes = try clustering.codebook.encode(others).codes
/// ```
public struct Clustering<Scalar: VectorScalar>: Sendable, Equatable, Codable {
  /// The centroids that the fit found.
  public let codebook: Codebook<Scalar>
  /// For each observation, the row of its nearest centroid; on a tie, the lowest row.
  public let codes: [Int32]
  /// For each centroid, the number of observations that have its code.
  public let counts: [Int]
  /// The sum of the squared distances from the observations to their centroids.
  ///
  /// If weights were given, each squared distance is multiplied by the weight of its observation.
  /// The value is infinite if it exceeds the range of `Double`.
  public let inertia: Double
  /// The mean distance (not squared) from an observation to its centroid.
  ///
  /// If weights were given, it is the weighted mean.
  public let distortion: Double
  /// The number of iterations of the returned run.
  public let iterations: Int
  /// The reason why the returned run ended.
  public let outcome: KMeans.Outcome
  /// The index of the returned run among the restarts, counted from 0.
  public let restart: Int
  /// The work that the returned run did to find its codes; `==` ignores it.
  public let effort: Effort

  /// Returns whether two fits had the same result; ``effort`` is ignored.
  public static func == (left: Clustering, right: Clustering) -> Bool {
    left.codebook == right.codebook && left.codes == right.codes && left.counts == right.counts
      && left.inertia == right.inertia && left.distortion == right.distortion
      && left.iterations == right.iterations && left.outcome == right.outcome
      && left.restart == right.restart
  }

  /// The centroids of the ``codebook``, one in each row.
  public var centroids: Matrix<Scalar> { codebook.centroids }

  /// Returns the observations of one cluster.
  ///
  /// - Parameter code: The row of the cluster's centroid.
  /// - Returns: The row numbers of the observations that have this code, in ascending order.
  /// - Complexity: O(*n*).
  public func rows(of code: some BinaryInteger) -> [Int] {
    codes.indices.filter { codes[$0] == Int32(clamping: code) }
  }

  /// The codes that no observation has, in ascending order.
  public var emptyClusters: [Int] { counts.indices.filter { counts[$0] == 0 } }
}
