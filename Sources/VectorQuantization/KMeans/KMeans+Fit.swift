extension KMeans {
  public func fit<Scalar: VectorScalar>(
    _ observations: MatrixSpan<Scalar>, weights: Span<Scalar>? = nil,
    onIteration: (@Sendable (Progress) -> Continuation)? = nil
  ) throws(ClusteringError) -> Clustering<Scalar> {
    fatalError("stub")
  }
  public func fit<Scalar: VectorScalar>(
    _ observations: MatrixSpan<Scalar>, startingFrom centroids: MatrixSpan<Scalar>,
    weights: Span<Scalar>? = nil,
    onIteration: (@Sendable (Progress) -> Continuation)? = nil
  ) throws(ClusteringError) -> Clustering<Scalar> {
    fatalError("stub")
  }
  package func fit<Scalar: VectorScalar>(
    _ observations: MatrixSpan<Scalar>, startingFrom centroids: MatrixSpan<Scalar>? = nil,
    keepingLastAssignment: Bool,
    onIteration: (@Sendable (Progress) -> Continuation)? = nil
  ) throws(ClusteringError) -> Clustering<Scalar> {
    fatalError("stub")
  }
  /// The number of threads a large problem would use.
  package func workerLimit() -> Int { 1 }
}
