extension KMeans {
  /// Clusters observations.
  ///
  /// - Parameters:
  ///   - observations: One observation a row, every number finite.
  ///   - weights: One a row, finite and not negative, at least one positive; `nil` means 1 each. A
  ///     weight of *m* counts like *m* copies of the row.
  ///   - onIteration: Told of progress after each step of each restart, on the calling thread;
  ///     returns whether to go on.
  /// - Returns: The best clustering of all restarts, with codes, counts and figures that belong to
  ///   its codebook.
  /// - Throws: ``ClusteringError`` if the observations, the weights or an option cannot be used, or
  ///   a cluster is empty under ``EmptyClusters/fail``.
  /// - Complexity: O(*n* · *k* · *d*) each iteration of each restart. Memory beyond the
  ///   observations: 4 bytes an observation for codes (12 more while seeding or relocating), and
  ///   some tens of megabytes at most for seeding and for partial sums. Observations of one feature
  ///   may cost less time and more memory: see ``Algorithm/sorted``.
  public func fit<Scalar: VectorScalar>(
    _ observations: MatrixSpan<Scalar>, weights: Span<Scalar>? = nil,
    onIteration: (@Sendable (Progress) -> Continuation)? = nil
  ) throws(ClusteringError) -> Clustering<Scalar> {
    try Self.uninterrupted(
      clustering(
        of: observations, startingFrom: nil, weights: weights, keepsLastAssignment: false,
        stop: nil, onIteration: onIteration))
  }

  /// Clusters observations from given centroids, in a single run.
  ///
  /// `initialization` and `restarts` are not considered; `clusterCount` must be the number of
  /// centroids.
  ///
  /// - Parameters:
  ///   - observations: One observation a row, every number finite.
  ///   - centroids: The centroids to start from, one a row.
  ///   - weights: One a row, finite and not negative, at least one positive.
  ///   - onIteration: Told of progress; returns whether to go on.
  /// - Returns: The clustering.
  /// - Throws: ``ClusteringError`` as the other `fit`, or if the centroids cannot be used.
  /// - Complexity: As the other `fit`.
  public func fit<Scalar: VectorScalar>(
    _ observations: MatrixSpan<Scalar>, startingFrom centroids: MatrixSpan<Scalar>,
    weights: Span<Scalar>? = nil,
    onIteration: (@Sendable (Progress) -> Continuation)? = nil
  ) throws(ClusteringError) -> Clustering<Scalar> {
    try Self.uninterrupted(
      clustering(
        of: observations, startingFrom: Matrix(copying: centroids), weights: weights,
        keepsLastAssignment: false, stop: nil, onIteration: onIteration))
  }

  /// Clusters observations as SciPy's `kmeans2` does: the codes, counts and figures returned are
  /// those of the last iteration's assignment, made before the centroids last moved.
  package func fit<Scalar: VectorScalar>(
    _ observations: MatrixSpan<Scalar>, startingFrom centroids: MatrixSpan<Scalar>? = nil,
    keepingLastAssignment: Bool,
    onIteration: (@Sendable (Progress) -> Continuation)? = nil
  ) throws(ClusteringError) -> Clustering<Scalar> {
    var start: Matrix<Scalar>? = nil
    if let centroids { start = Matrix(copying: centroids) }
    return try Self.uninterrupted(
      clustering(
        of: observations, startingFrom: start, weights: nil,
        keepsLastAssignment: keepingLastAssignment, stop: nil, onIteration: onIteration))
  }

  /// The threads that a large problem would use.
  package var workerLimit: Int { workers ?? Workers.usable }

  private static func uninterrupted<Scalar: VectorScalar>(
    _ clustering: Clustering<Scalar>?
  ) -> Clustering<Scalar> {
    guard let clustering else { preconditionFailure("only a stop flag ends a fit without result") }
    return clustering
  }
}
