extension KMeans {
  /// Starts a fit in a new task, which reports progress as an asynchronous sequence.
  ///
  /// ```swift
  /// let task = KMeans(clusterCount: 12).fitTask(table)
  /// for await progress in task { print(progress.iteration, progress.inertia ?? 0) }
  /// let clustering = try await task.value
  /// ```
  ///
  /// - Parameters:
  ///   - observations: One observation in each row, as for `fit`.
  ///   - centroids: The starting centroids of a single run, as for `fit`.
  ///   - weights: One weight for each observation, as for `fit`.
  ///   - stop: Ends the fit early with the best clustering found so far, as for `fit`.
  ///   - checkpointing: When to make checkpoints and which one to resume from, as for `fit`.
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

/// A running fit: an asynchronous sequence of progress reports that ends with a clustering.
///
/// The sequence ends when the fit ends. It can be iterated once, and a slow reader misses the
/// oldest reports.
///
/// The fit continues if no task reads the reports, and even if this value is discarded. Three
/// things end it early: ``cancel()``, cancelling a task that waits for ``value``, or a
/// ``StopFlag``.
public struct FitTask<Scalar: VectorScalar>: AsyncSequence, Sendable {
  /// One progress report.
  public typealias Element = KMeans.Progress
  /// Reading the reports never fails.
  public typealias Failure = Never

  /// The maximum number of reports that are buffered for the reader.
  static var reportLimit: Int { 1024 }

  fileprivate let reports: AsyncStream<KMeans.Progress>
  fileprivate let task: Task<Clustering<Scalar>, any Error>

  /// The clustering; waits until the fit ends.
  ///
  /// Cancelling the waiting task cancels the fit.
  ///
  /// - Throws: ``ClusteringError`` as `fit`, or `CancellationError` if the fit was cancelled.
  public var value: Clustering<Scalar> {
    get async throws {
      try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        task.cancel()
      }
    }
  }

  /// Ends the fit without a result: ``value`` throws `CancellationError`.
  public func cancel() { task.cancel() }

  /// Returns an iterator over the progress reports.
  ///
  /// - Returns: The iterator.
  public func makeAsyncIterator() -> AsyncStream<KMeans.Progress>.Iterator {
    reports.makeAsyncIterator()
  }
}
