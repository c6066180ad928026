internal import Dispatch

extension KMeans {
  /// Clusters observations without blocking the thread of the calling task.
  ///
  /// The work runs on a dispatch queue. Cancelling the task ends the work after about one chunk of
  /// observations for each worker.
  ///
  /// In top-level code of `main.swift`, a call selects the synchronous `fit`, even after `await`:
  /// the compiler warns that no 'async' operations occur. Use `fitTask` there.
  ///
  /// - Parameters:
  ///   - observations: One observation in each row, as for the synchronous `fit`.
  ///   - centroids: The starting centroids of a single run, as for the synchronous `fit`.
  ///   - weights: One weight for each observation, as for the synchronous `fit`.
  ///   - stop: Ends the fit early, as for the synchronous `fit`.
  ///   - checkpointing: When to make checkpoints and which one to resume from, as for the
  ///     synchronous `fit`.
  ///   - onIteration: Receives progress reports, as for the synchronous `fit`, but on a thread of
  ///     the dispatch queue.
  /// - Returns: The best clustering of all restarts.
  /// - Throws: ``ClusteringError`` as the synchronous `fit`, or `CancellationError` if the task was
  ///   cancelled.
  /// - Complexity: As the synchronous `fit`.
  @concurrent
  public func fit<Source: ObservationSource & Sendable>(
    _ observations: Source, startingFrom centroids: Matrix<Source.Scalar>? = nil,
    weights: [Double]? = nil, stop: StopFlag? = nil,
    checkpointing: Checkpointing<Source.Scalar>? = nil,
    onIteration: (@Sendable (Progress) -> Continuation)? = nil
  ) async throws -> Clustering<Source.Scalar> {
    let stop = stop ?? StopFlag()
    let clustering = try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation {
        (continuation: CheckedContinuation<Clustering<Source.Scalar>?, any Error>) in
        DispatchQueue.global().async {
          continuation.resume(
            with: Result {
              do {
                return try self.clustering(
                  of: observations, startingFrom: centroids, weights: weights, stop: stop,
                  checkpointing: checkpointing, onIteration: onIteration)
              } catch ClusteringError.stopped where stop.isAbandoned {
                return nil
              }
            })
        }
      }
    } onCancel: {
      stop.abandon()
    }
    guard let clustering else { throw CancellationError() }
    return clustering
  }
}
