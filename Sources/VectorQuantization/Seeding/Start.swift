/// What a run starts from.
struct Start<Scalar: VectorScalar>: Sendable {
  /// The centroids.
  let centroids: Matrix<Scalar>
  /// Every observation's true nearest centroid, the lowest on a tie, if the seeding knows: the codes
  /// that the first iteration would find.
  var codes: [Int32]? = nil
}
