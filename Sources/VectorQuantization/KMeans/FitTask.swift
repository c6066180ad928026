extension KMeans {
  /// Starts to cluster observations, and reports progress as an asynchronous sequence.
  ///
  /// ```swift
  /// let task = KMeans(clusterCount: 12).fitTask(table)
  /// for await progress in task { print(progress.iteration, progress.inertia ?? 0) }
  /// let clustering = try await task.value
  /// ```
  ///
  /// - Parameters:
  ///   - observations: As for `fit`.
  ///   - centroids: As for `fit`.
  ///   - weights: As for `fit`.
  ///   - stop: As for `fit`.
  ///   - checkpointing: As for `fit`.
  /// - Returns: The running fit.
  public func fitTask<Source: ObservationSource & Sendable>(
    _ observations: Source, startingFrom centroids: Matrix<Source.Scalar>? = nil,
    weights: [Double]? = nil, stop: StopFlag? = nil,
    checkpointing: Checkpointing<Source.Scalar>? = nil
  ) -> FitTask<Source.Scalar> {
    let (stream, reports) = AsyncStream.makeStream(
      of: Progress.self, bufferingPolicy: .bufferingNewest(FitTask<Source.Scalar>.reportLimit))
    let task = Task {
      defer { reports.finish() }
      return try await fit(
        observations, startingFrom: centroids, weights: weights, stop: stop,
        checkpointing: checkpointing
      ) { progress in
        reports.yield(progress)
        return .proceed
      }
    }
    return FitTask(reports: stream, task: task)
  }
}

/// A running fit: a sequence of progress reports, and then a clustering.
///
/// The sequence ends when the fit ends, and can be iterated once. A slow reader misses the oldest reports.
/// A fit goes on without a reader, and without the value itself: only ``cancel()``, the cancellation of a
/// task that waits for ``value``, or a ``StopFlag`` ends it early.
public struct FitTask<Scalar: VectorScalar>: AsyncSequence, Sendable {
  /// A report.
  public typealias Element = KMeans.Progress
  /// Reports never fail.
  public typealias Failure = Never

  /// The maximum number of reports that wait for the reader.
  static var reportLimit: Int { 1024 }

  fileprivate let reports: AsyncStream<KMeans.Progress>
  fileprivate let task: Task<Clustering<Scalar>, any Error>

  /// The clustering, once it is found.
  ///
  /// Cancelling the task that waits for it cancels the fit.
  public var value: Clustering<Scalar> {
    get async throws {
      try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        task.cancel()
      }
    }
  }

  /// Ends the fit without a clustering: ``value`` throws `CancellationError`.
  public func cancel() { task.cancel() }

  /// Iterates over the reports.
  ///
  /// - Returns: The iterator.
  public func makeAsyncIterator() -> AsyncStream<KMeans.Progress>.Iterator {
    reports.makeAsyncIterator()
  }
}
