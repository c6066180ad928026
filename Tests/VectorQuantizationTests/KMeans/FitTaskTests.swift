import Dispatch
import Testing
import VQTestSupport
import VectorQuantization

@Suite struct FitTaskTests {
  private let observations = Matrix<Float>.blobs(rows: 2000, columns: 4, clusters: 9, seed: 161)
  private let search = KMeans(
    clusterCount: 9, initialization: .points, stopping: .never, maximumIterations: 20, seed: 14)

  /// A fit that stops in its first iteration until `gate` is signalled.
  private func pausedFit() -> (task: FitTask<Float>, gate: DispatchSemaphore) {
    let gate = DispatchSemaphore(value: 0)
    let pausing = Checkpointing<Float>(
      isDue: {
        gate.wait()
        // Later iterations do not stop.
        gate.signal()
        return false
      }, save: { _ in })
    return (search.fitTask(observations, checkpointing: pausing), gate)
  }

  @Test func tellsEveryStepInOrder() async throws {
    let task = search.fitTask(observations)
    var told: [KMeans.Progress] = []
    for await progress in task { told.append(progress) }
    let expected = Recorder<KMeans.Progress>()
    let clustering = try await search.fit(observations) {
      expected.record($0)
      return .proceed
    }
    #expect(told == expected.values && !told.isEmpty)
    #expect(try await task.value == clustering)
  }

  @Test func needsNoListener() async throws {
    let weights = (0..<2000).map { Double($0 % 3) }
    let found = try await search.fitTask(observations, weights: weights).value
    #expect(try await search.fit(observations, weights: weights) == found)
  }

  @Test func endsItsReportsWhenItFails() async {
    let task = KMeans(clusterCount: 2001).fitTask(observations)
    for await _ in task { Issue.record("a fit that fails before it begins reported progress") }
    await #expect(throws: ClusteringError.tooFewObservations(rowCount: 2000, clusterCount: 2001)) {
      try await task.value
    }
  }

  @Test func isCancelledByItsCaller() async {
    let (task, gate) = pausedFit()
    for await _ in task { break }
    task.cancel()
    gate.signal()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func isCancelledWithTheTaskThatWaits() async {
    let (fit, gate) = pausedFit()
    let waiting = Task { try await fit.value }
    for await _ in fit { break }
    waiting.cancel()
    gate.signal()
    await #expect(throws: CancellationError.self) { try await waiting.value }
  }
}
