import Dispatch
import Testing
import VQTestSupport
import VectorQuantization

@Suite struct AsyncFitTests {
  private let observations = Matrix<Float>.blobs(rows: 2000, columns: 4, clusters: 9, seed: 151)

  private var search: KMeans {
    return KMeans(clusterCount: 9, initialization: .points, stopping: .never, seed: 14)
  }

  @Test func findsWhatTheSynchronousFitFinds() async throws {
    let found = try await search.fit(observations)
    #expect(try found == search.fit(observations.span))
  }

  @Test func takesWeights() async throws {
    let weights = (0..<2000).map { Double($0 % 3) }
    let found = try await search.fit(observations, weights: weights)
    #expect(try found == search.fit(observations.span, weights: weights))
  }

  @Test func startsFromGivenCentroids() async throws {
    let start = Matrix<Float>.blobs(rows: 9, columns: 4, clusters: 3, seed: 152)
    let found = try await search.fit(observations, startingFrom: start)
    #expect(try found == search.fit(observations.span, startingFrom: start))
  }

  @Test func stopsForItsCaller() async throws {
    let stopped = try await search.fit(observations) { progress in
      progress.iteration == 2 ? .stop : .proceed
    }
    #expect(stopped.outcome == .stoppedByCaller)
    #expect(stopped.iterations == 2)
  }

  @Test func throwsWhatTheSynchronousFitThrows() async {
    await #expect(throws: ClusteringError.tooFewObservations(rowCount: 2000, clusterCount: 2001)) {
      try await KMeans(clusterCount: 2001).fit(observations)
    }
  }

  @Test func throwsIfCancelledBeforehand() async {
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await search.fit(observations)
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  /// The fit waits within its first iteration until the task is cancelled.
  @Test func throwsIfCancelledOnTheWay() async {
    let (iterations, reports) = AsyncStream.makeStream(of: Int.self)
    let cancelled = DispatchSemaphore(value: 0)
    let task = Task {
      try await search.fit(observations) { progress in
        if progress.iteration == 1 {
          reports.yield(1)
          cancelled.wait()
        }
        return .proceed
      }
    }
    for await _ in iterations { break }
    task.cancel()
    cancelled.signal()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  /// Many given centroids are validated before a fit begins, and this can be cancelled.
  @Test func throwsIfCancelledWhileStartsAreChecked() async {
    let start = Matrix<Float>(Array(repeating: 1, count: 5 << 18), columns: 1)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await KMeans(clusterCount: start.rowCount).fit(start, startingFrom: start)
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
