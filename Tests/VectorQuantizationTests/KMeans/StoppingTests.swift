import Testing
import VQTestSupport
import VectorQuantization

/// When runs end, and which progress they report.
@Suite struct StoppingTests {
  private let observations = Matrix<Double>.blobs(rows: 800, columns: 2, clusters: 25, seed: 131)

  private func search(_ stopping: KMeans.Stopping, maximumIterations: Int = 300) -> KMeans {
    return KMeans(
      clusterCount: 25, initialization: .points, stopping: stopping,
      maximumIterations: maximumIterations, seed: 13)
  }

  @Test("the iteration limit ends a run", arguments: 1...4)
  func iterationLimit(_ limit: Int) throws {
    let clustering = try search(.never, maximumIterations: limit).fit(observations.span)
    #expect(clustering.outcome == .reachedMaximumIterations)
    #expect(clustering.iterations == limit)
  }

  @Test("a fixed point ends a run under every rule", arguments: [1, 2] as [UInt64])
  func fixedPoint(_ seed: UInt64) throws {
    var search = search(.never)
    search.seed = seed
    let clustering = try search.fit(observations.span)
    #expect(clustering.outcome == .converged)
    #expect(clustering.iterations < 300)

    let centroids = clustering.codebook.centroids
    let again = try search.fit(observations.span, startingFrom: centroids)
    #expect(again.codebook == clustering.codebook)
    #expect(again.iterations == 1)
    #expect(again.outcome == .converged)
  }

  @Test("a small change of the distortion ends a run")
  func distortionChange() throws {
    let recorder = Recorder<KMeans.Progress>()
    let threshold = 2e-3
    let clustering = try search(.distortionChange(atMost: threshold))
      .fit(observations.span) { progress in
        recorder.record(progress)
        return .proceed
      }
    #expect(clustering.outcome == .converged)
    let figures = recorder.values.filter { $0.phase == .iterating }.compactMap(\.distortion)
    let changes = zip(figures, figures.dropFirst()).map { abs($0 - $1) }
    let last = try #require(changes.last)
    #expect(last > 0 && last <= threshold, "the threshold ended it, not a fixed point")
    #expect(changes.dropLast().allSatisfy { $0 > threshold })
  }

  @Test("a small shift of the centroids ends a run")
  func centroidShift() throws {
    let recorder = Recorder<KMeans.Progress>()
    let share = 5e-3
    let clustering = try search(.centroidShift(atMost: share)).fit(observations.span) { progress in
      recorder.record(progress)
      return .proceed
    }
    #expect(clustering.outcome == .converged)
    let columns = observations.columnCount
    let means = Oracle.means(
      observations, codes: [Int32](repeating: 0, count: 800), clusterCount: 1
    ).means
    let squares = observations.elements.enumerated().reduce(0) { sum, element in
      let difference = element.element - means[element.offset % columns]
      return sum + difference * difference
    }
    let threshold = share * squares / Double(800 * columns)
    let shifts = recorder.values.filter { $0.phase == .iterating }.compactMap(\.centroidShift)
    let last = try #require(shifts.last)
    #expect(shifts.count == clustering.iterations)
    #expect(last > 0 && last <= threshold, "the threshold ended it, not a fixed point")
    #expect(shifts.dropLast().allSatisfy { $0 > threshold })
  }

  @Test func tellsEveryStepInOrder() throws {
    let recorder = Recorder<KMeans.Progress>()
    let clustering = try search(.never, maximumIterations: 3).fit(observations.span) { progress in
      recorder.record(progress)
      return .proceed
    }
    let steps = recorder.values
    #expect(steps.map(\.phase) == [.seeding, .iterating, .iterating, .iterating, .finishing])
    #expect(steps.map(\.iteration) == [0, 1, 2, 3, 3])
    #expect(steps.allSatisfy { $0.restart == 0 })
    #expect(steps.map { $0.inertia == nil } == [true, false, false, false, false])
    #expect(steps.map { $0.centroidShift == nil } == [true, false, false, false, true])
    #expect(steps.last?.inertia == clustering.inertia)
    #expect(steps.last?.distortion == clustering.distortion)
  }

  @Test("the caller can stop a fit after any iteration", arguments: 1...3)
  func callerStops(_ iteration: Int) throws {
    let stopped = try search(.never).fit(observations.span) { progress in
      progress.iteration == iteration ? .stop : .proceed
    }
    #expect(stopped.outcome == .stoppedByCaller)
    #expect(stopped.iterations == iteration)

    let limited = try search(.never, maximumIterations: iteration).fit(observations.span)
    #expect(stopped.codebook == limited.codebook)
    #expect(stopped.codes == limited.codes)
    #expect(stopped.inertia == limited.inertia)
  }

  @Test("a converged run stays converged if the caller then stops", arguments: [1, 3])
  func convergedStaysConverged(_ restarts: Int) throws {
    var search = search(.never)
    search.restarts = restarts
    let clustering = try search.fit(observations.span) { progress in
      progress.phase == .finishing ? .stop : .proceed
    }
    #expect(clustering.outcome == .converged)
  }

  @Test func callerStopsBeforeTheFirstIteration() throws {
    let stopped = try search(.never).fit(observations.span) { _ in .stop }
    #expect(stopped.outcome == .stoppedByCaller)
    #expect(stopped.iterations == 0)
    let truth = Oracle.nearest(observations, stopped.codebook.centroids)
    #expect(stopped.codes == truth.codes)
  }
}
