extension KMeans {
  /// Clusters observations.
  ///
  /// ```swift
  /// let clustering = try KMeans(clusterCount: 12, restarts: 8, seed: 7).fit(table)
  /// ```
  ///
  /// A fit can end early: raise `stop` from any thread, or return ``Continuation/stop`` from
  /// `onIteration`. Every run then ends with the centroids of its last complete iteration. One more
  /// assignment computes the codes, counts, inertia and distortion of the best run, and the outcome
  /// is ``Outcome/stoppedByCaller``. If `stop` was raised while the first restart still chose its
  /// centroids, the outcome is ``Outcome/stoppedWhileSeeding``.
  ///
  /// - Parameters:
  ///   - observations: One observation in each row; all numbers must be finite. Accepts a
  ///     ``Matrix``, rows as arrays, a ``MatrixSpan``, or ``Observations``.
  ///   - centroids: The starting centroids of a single run, one in each row. `nil` means that each
  ///     restart chooses its own, according to `initialization`.
  ///   - weights: One weight for each observation; finite, not negative, at least one positive.
  ///     `nil` means 1 for all. An observation of weight *m* counts like *m* copies.
  ///   - stop: Ends the fit early when it is raised; work stops after the current tiles.
  ///   - checkpointing: When to make checkpoints, and which one to resume from. A resumed fit
  ///     returns the same bits as an uninterrupted one; its ``Clustering/effort`` covers only the
  ///     resumed part.
  ///   - onIteration: Receives a progress report after each step of each restart, on the calling
  ///     thread; returns whether to continue.
  /// - Returns: The best clustering of all restarts. Its codes, counts, inertia and distortion
  ///   belong to the returned codebook. The storage form of the observations has no influence.
  /// - Throws: ``ClusteringError`` in any of these cases: the observations, centroids, weights or
  ///   an option are invalid; a cluster is empty under ``EmptyClusters/fail``; observations cannot
  ///   be read; the checkpoint belongs to another problem; or `stop` was raised during the first
  ///   check of the observations, if they exceed 64 MB or are read by a ``RowReader``.
  /// - Complexity: O(*n* · *k* · *d*) for each iteration of each restart. Each iteration takes one
  ///   pass over observations that must be read. Memory in addition to the observations: 4 bytes
  ///   for each observation (12 more while seeding or relocating), and some tens of megabytes at
  ///   most for seeding and partial sums. Observations of one feature may take less time and more
  ///   memory: see ``Algorithm/sorted``.
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

  /// Clusters observations; returns `nil` if the fit was abandoned.
  func clustering<Source: ObservationSource & ~Escapable>(
    of observations: borrowing Source, startingFrom centroids: Matrix<Source.Scalar>?,
    weights: [Double]?, stop: StopFlag?, checkpointing: Checkpointing<Source.Scalar>?,
    onIteration: (@Sendable (Progress) -> Continuation)?
  ) throws(ClusteringError) -> Clustering<Source.Scalar>? {
    // The matrix keeps the weights alive during the call (decision 5) and gives a span of them; an
    // optional array cannot give one.
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

  /// Clusters observations from the given starting centroids of several runs.
  ///
  /// - Parameters:
  ///   - observations: One observation in each row.
  ///   - starts: The starting centroids of each restart; an empty array means that restarts choose
  ///     their own.
  ///   - weights: One weight for each observation; `nil` means 1 for all.
  ///   - keepingLastAssignment: Whether to return the codes, counts, inertia and distortion of the
  ///     last iteration's assignment, made before the centroids last moved, as SciPy's `kmeans2`
  ///     does.
  ///   - stop: Ends the fit early when it is raised.
  ///   - checkpointing: When to make checkpoints, and which one to resume from.
  ///   - onIteration: Receives progress reports; returns whether to continue.
  /// - Returns: The best clustering of all restarts.
  /// - Throws: ``ClusteringError`` as the public `fit`.
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

  /// The number of threads for a large problem.
  package var workerLimit: Int { Workers.count(limit: workers) }
}
