/// The outcome of a fit, in which everything belongs together: the codes, counts, inertia and
/// distortion are those of the returned codebook.
public struct Clustering<Scalar: VectorScalar>: Sendable, Equatable, Codable {
  /// The centroids found.
  public let codebook: Codebook<Scalar>
  /// For each observation, the row of its nearest centroid, the lowest on a tie.
  public let codes: [Int32]
  /// For each centroid, how many observations have its code.
  public let counts: [Int]
  /// The sum of squared distances from each observation to its centroid, weighted if weights were
  /// given.
  ///
  /// Infinite if it exceeds the range of `Double`.
  public let inertia: Double
  /// The mean distance, not squared, from an observation to its centroid; weighted likewise.
  public let distortion: Double
  /// How many iterations the returned run took.
  public let iterations: Int
  /// Why the returned run ended.
  public let outcome: KMeans.Outcome
  /// The number of the returned run among the restarts, from 0.
  public let restart: Int
  /// What the returned run did to find its codes; no part of what makes two clusterings equal.
  public let effort: Effort

  /// Whether two fits had the same outcome.
  public static func == (left: Clustering, right: Clustering) -> Bool {
    left.codebook == right.codebook && left.codes == right.codes && left.counts == right.counts
      && left.inertia == right.inertia && left.distortion == right.distortion
      && left.iterations == right.iterations && left.outcome == right.outcome
      && left.restart == right.restart
  }

  /// The centroids found, one a row: those of the codebook.
  public var centroids: Matrix<Scalar> { codebook.centroids }

  /// The observations of a cluster, in ascending order.
  ///
  /// - Parameter code: The row of its centroid.
  /// - Returns: The numbers of the rows that have this code.
  /// - Complexity: O(*n*).
  public func rows(of code: some BinaryInteger) -> [Int] {
    codes.indices.filter { codes[$0] == Int32(clamping: code) }
  }

  /// The codes that no observation has.
  public var emptyClusters: [Int] { counts.indices.filter { counts[$0] == 0 } }
}
