/// What a run starts from.
struct Start<Scalar: VectorScalar>: Sendable {
  /// The centroids; fewer or more than there are clusters if the execution was stopped.
  let centroids: Matrix<Scalar>
  /// The rows of which the centroids are copies, in their order; none if they are no copies.
  var rows: [Int] = []
  /// Every observation's true nearest centroid, the lowest on a tie, if the seeding knows: the codes
  /// that the first iteration would find.
  var codes: [Int32]? = nil
  /// Whether a stop ended the seeding, and uniform draws completed it.
  var isCutShort = false
}
