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
    _ observations: MatrixSpan<Scalar>, weights: Span<Double>? = nil,
    onIteration: (@Sendable (Progress) -> Continuation)? = nil
  ) throws(ClusteringError) -> Clustering<Scalar> {
    try Self.uninterrupted(
      clustering(
        FitCall(Observations(observations), startingFrom: [], weights: weights),
        onIteration: onIteration))
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
    weights: Span<Double>? = nil,
    onIteration: (@Sendable (Progress) -> Continuation)? = nil
  ) throws(ClusteringError) -> Clustering<Scalar> {
    try Self.uninterrupted(
      clustering(
        FitCall(
          Observations(observations), startingFrom: [Matrix(copying: centroids)],
          weights: weights),
        onIteration: onIteration))
  }

  /// Clusters observations as SciPy's `kmeans2` does: the codes, counts and figures returned are
  /// those of the last iteration's assignment, made before the centroids last moved.
  package func fit<Scalar: VectorScalar>(
    _ observations: MatrixSpan<Scalar>, startingFrom centroids: MatrixSpan<Scalar>? = nil,
    keepingLastAssignment: Bool,
    onIteration: (@Sendable (Progress) -> Continuation)? = nil
  ) throws(ClusteringError) -> Clustering<Scalar> {
    var starts: [Matrix<Scalar>] = []
    if let centroids { starts = [Matrix(copying: centroids)] }
    return try Self.uninterrupted(
      clustering(
        FitCall(
          Observations(observations), startingFrom: starts, weights: nil,
          keepsLastAssignment: keepingLastAssignment),
        onIteration: onIteration))
  }

  /// Clusters observations of any form, and can be asked to end early.
  ///
  /// - Parameters:
  ///   - observations: One observation a row, every number finite.
  ///   - centroids: The centroids of a single run to start from; `nil` means to choose them as
  ///     `initialization` says, for each restart.
  ///   - weights: One a row, finite and not negative, at least one positive; `nil` means 1 each.
  ///   - stop: Raised, it ends every run after the tiles at hand, at the centroids of its last whole
  ///     iteration; the best of them is then returned as of ``Outcome/stoppedByCaller``, its codes,
  ///     counts and figures found by one more assignment. If there is none, because the first
  ///     restart's centroids were still being chosen, the outcome is
  ///     ``Outcome/stoppedWhileSeeding``.
  ///   - checkpointing: When to make checkpoints, and where to go on. A fit that goes on has the final
  ///     bits of one that was never interrupted; its ``Clustering/effort`` is that of the rest.
  ///   - onIteration: Told of progress; returns whether to go on.
  /// - Returns: The best clustering of all restarts: the same bits, in whatever form the observations
  ///   come.
  /// - Throws: ``ClusteringError`` as the other `fit`, or if observations cannot be read, `stop` was
  ///   raised before all of more than 64 MB of observations were checked, or a checkpoint is that of another problem.
  /// - Complexity: As the other `fit`, with one pass over observations that have to be read in each
  ///   iteration.
  public func fit<Scalar: VectorScalar>(
    _ observations: Observations<Scalar>, startingFrom centroids: Matrix<Scalar>? = nil,
    weights: Span<Double>? = nil, stop: StopFlag? = nil,
    checkpointing: Checkpointing<Scalar>? = nil,
    onIteration: (@Sendable (Progress) -> Continuation)? = nil
  ) throws(ClusteringError) -> Clustering<Scalar> {
    try fit(
      observations, startingFrom: centroids.map { [$0] } ?? [], weights: weights,
      keepingLastAssignment: false, stop: stop, checkpointing: checkpointing,
      onIteration: onIteration)
  }

  /// The same from the given centroids of several runs, as many as restarts, or none to choose them;
  /// and perhaps, as SciPy's `kmeans2`, with the codes, counts and figures of the last iteration's
  /// assignment, made before the centroids last moved.
  package func fit<Scalar: VectorScalar>(
    _ observations: Observations<Scalar>, startingFrom starts: [Matrix<Scalar>],
    weights: Span<Double>?, keepingLastAssignment: Bool, stop: StopFlag?,
    checkpointing: Checkpointing<Scalar>?,
    onIteration: (@Sendable (Progress) -> Continuation)?
  ) throws(ClusteringError) -> Clustering<Scalar> {
    try Self.uninterrupted(
      clustering(
        FitCall(
          observations, startingFrom: starts, weights: weights,
          keepsLastAssignment: keepingLastAssignment, stop: stop, checkpointing: checkpointing),
        onIteration: onIteration))
  }

  /// The threads that a large problem would use.
  package var workerLimit: Int { Workers.count(limit: workers) }

  private static func uninterrupted<Scalar: VectorScalar>(
    _ clustering: Clustering<Scalar>?
  ) throws(ClusteringError) -> Clustering<Scalar> {
    guard let clustering else { throw .stopped }
    return clustering
  }
}
