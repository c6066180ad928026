internal import Dispatch

extension KMeans {
  /// Clusters observations without blocking the calling task's thread.
  ///
  /// The work runs on a dispatch queue. Cancelling the task ends it within about one chunk of
  /// observations a worker.
  ///
  /// Statements at the top level of `main.swift` call the synchronous `fit`, also after `await`: the
  /// compiler warns that no 'async' operations occur. Use `fitTask` there.
  ///
  /// - Parameters:
  ///   - observations: As for the synchronous `fit`.
  ///   - centroids: As for the synchronous `fit`.
  ///   - weights: As for the synchronous `fit`.
  ///   - stop: As for the synchronous `fit`.
  ///   - checkpointing: As for the synchronous `fit`.
  ///   - onIteration: As for the synchronous `fit`, on a thread of the queue.
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
