extension KMeans {
  /// Clusters observations.
  ///
  /// ```swift
  /// let clustering = try KMeans(clusterCount: 12, restarts: 8, seed: 7).fit(table)
  /// ```
  ///
  /// - Parameters:
  ///   - observations: One observation a row, every number finite: a ``Matrix``, rows as arrays, a
  ///     ``MatrixSpan``, or ``Observations``.
  ///   - centroids: The centroids of a single run to start from, one a row; `nil` means to choose them
  ///     as `initialization` says, for each restart.
  ///   - weights: One a row, finite and not negative, at least one positive; `nil` means 1 each. A
  ///     weight of *m* counts like *m* copies of the row.
  ///   - stop: Raised, it ends every run after the tiles at hand, at the centroids of its last whole
  ///     iteration; the best of them is then returned as of ``Outcome/stoppedByCaller``, its codes,
  ///     counts and figures found by one more assignment. If there is none, because the first
  ///     restart's centroids were still being chosen, the outcome is
  ///     ``Outcome/stoppedWhileSeeding``.
  ///   - checkpointing: When to make checkpoints, and where to go on. A fit that goes on has the final
  ///     bits of one that was never interrupted; its ``Clustering/effort`` is that of the rest.
  ///   - onIteration: Told of progress after each step of each restart, on the calling thread; returns
  ///     whether to go on.
  /// - Returns: The best clustering of all restarts, with codes, counts and figures that belong to
  ///   its codebook: the same bits, in whatever form the observations come.
  /// - Throws: ``ClusteringError`` if the observations, the centroids, the weights or an option cannot
  ///   be used, a cluster is empty under ``EmptyClusters/fail``, observations cannot be read, `stop` was
  ///   raised before all of more than 64 MB of observations were checked, or a checkpoint is that of
  ///   another problem.
  /// - Complexity: O(*n* · *k* · *d*) each iteration of each restart, with one pass over observations
  ///   that have to be read. Memory beyond the observations: 4 bytes an observation for codes (12 more
  ///   while seeding or relocating), and some tens of megabytes at most for seeding and for partial
  ///   sums. Observations of one feature may cost less time and more memory: see ``Algorithm/sorted``.
  public func fit<Source: ObservationSource & ~Escapable>(
    _ observations: borrowing Source, startingFrom centroids: Matrix<Source.Scalar>? = nil,
    weights: [Double]? = nil, stop: StopFlag? = nil,
    checkpointing: Checkpointing<Source.Scalar>? = nil,
    onIteration: (@Sendable (Progress) -> Continuation)? = nil
  ) throws(ClusteringError) -> Clustering<Source.Scalar> {
    let clustering = try clustering(
      of: observations, startingFrom: centroids, weights: weights, stop: stop,
      checkpointing: checkpointing, onIteration: onIteration)
    guard let clustering else { throw .stopped }
    return clustering
  }

  /// The same, or `nil` if the fit was abandoned.
  func clustering<Source: ObservationSource & ~Escapable>(
    of observations: borrowing Source, startingFrom centroids: Matrix<Source.Scalar>?,
    weights: [Double]?, stop: StopFlag?, checkpointing: Checkpointing<Source.Scalar>?,
    onIteration: (@Sendable (Progress) -> Continuation)?
  ) throws(ClusteringError) -> Clustering<Source.Scalar>? {
    // The matrix keeps the weights alive during the call (decision 5), and lends a span of them, which an
    // optional array cannot.
    let weighting = Matrix(weights ?? [], columns: 1)
    return try observations.withObservations { lent throws(ClusteringError) in
      let given: Span<Double>? = weights == nil ? nil : weighting.elements.span
      return try clustering(
        FitCall(
          lent, startingFrom: centroids.map { [$0] } ?? [], weights: given, stop: stop,
          checkpointing: checkpointing),
        onIteration: onIteration)
    }
  }

  /// Clusters observations from the given centroids of several runs, as many as restarts, or none to
  /// choose them; and possibly, as SciPy's `kmeans2`, with the codes, counts and figures of the last
  /// iteration's assignment, made before the centroids last moved.
  package func fit<Scalar: VectorScalar>(
    _ observations: Observations<Scalar>, startingFrom starts: [Matrix<Scalar>],
    weights: Span<Double>? = nil, keepingLastAssignment: Bool, stop: StopFlag? = nil,
    checkpointing: Checkpointing<Scalar>? = nil,
    onIteration: (@Sendable (Progress) -> Continuation)? = nil
  ) throws(ClusteringError) -> Clustering<Scalar> {
    let clustering = try clustering(
      FitCall(
        observations, startingFrom: starts, weights: weights,
        keepsLastAssignment: keepingLastAssignment, stop: stop, checkpointing: checkpointing),
      onIteration: onIteration)
    guard let clustering else { throw .stopped }
    return clustering
  }

  /// The threads that a large problem would use.
  package var workerLimit: Int { Workers.count(limit: workers) }
}
