internal import Dispatch

extension KMeans {
  /// Clusters observations without blocking the calling task's thread.
  ///
  /// The work runs on a dispatch queue. Cancelling the task ends it within about one chunk of
  /// observations a worker.
  ///
  /// - Parameters:
  ///   - observations: One observation a row, every number finite.
  ///   - centroids: The centroids of a single run to start from; `nil` means to choose them as
  ///     `initialization` says, for each restart.
  ///   - weights: One a row; `nil` means 1 each.
  ///   - onIteration: Told of progress; returns whether to go on.
  /// - Returns: The best clustering of all restarts.
  /// - Throws: ``ClusteringError`` as the synchronous `fit`, or `CancellationError` if the task was
  ///   cancelled.
  /// - Complexity: As the synchronous `fit`.
  @concurrent
  public func fit<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, startingFrom centroids: Matrix<Scalar>? = nil,
    weights: [Double]? = nil,
    onIteration: (@Sendable (Progress) -> Continuation)? = nil
  ) async throws -> Clustering<Scalar> {
    let stop = StopFlag()
    let clustering = try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation {
        (continuation: CheckedContinuation<Clustering<Scalar>?, any Error>) in
        DispatchQueue.global().async {
          continuation.resume(
            with: Result {
              try self.clustering(
                of: observations, startingFrom: centroids, weights: weights, stop: stop,
                onIteration: onIteration)
            })
        }
      }
    } onCancel: {
      stop.abandon()
    }
    guard let clustering else { throw CancellationError() }
    return clustering
  }

  private func clustering<Scalar: VectorScalar>(
    of observations: Matrix<Scalar>, startingFrom centroids: Matrix<Scalar>?,
    weights: [Double]?, stop: StopFlag,
    onIteration: (@Sendable (Progress) -> Continuation)?
  ) throws(ClusteringError) -> Clustering<Scalar>? {
    let starts = centroids.map { [$0] } ?? []
    guard let weights else {
      return try clustering(
        FitCall(Observations(observations.span), startingFrom: starts, weights: nil, stop: stop),
        onIteration: onIteration)
    }
    return try clustering(
      FitCall(
        Observations(observations.span), startingFrom: starts, weights: weights.span, stop: stop),
      onIteration: onIteration)
  }
}
