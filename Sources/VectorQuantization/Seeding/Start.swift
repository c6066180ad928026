/// The start of a run.
struct Start<Scalar: VectorScalar>: Sendable {
  /// The centroids.
  ///
  /// Their number may differ from the number of clusters if the execution was stopped.
  let centroids: Matrix<Scalar>
  /// The rows that the centroids are copies of, in order; empty if they are not copies.
  var rows: [Int] = []
  /// The true nearest centroid of every observation, the lowest on a tie, if seeding found it.
  ///
  /// These are the codes that the first iteration would find.
  var codes: [Int32]? = nil
  /// Whether a stop ended the seeding, so that uniform draws completed it.
  var isCutShort = false
}
