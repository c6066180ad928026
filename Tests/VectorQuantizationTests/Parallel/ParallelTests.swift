import Synchronization
import Testing
import VQTestSupport
import VectorQuantization

/// Threads share the work and do not change results.
@Suite struct ParallelTests {
  @Test("every item is handed out once", arguments: [1, 2, 7], [0, 1, 2, 1000])
  func itemsAreHandedOutOnce(_ workers: Int, _ count: Int) {
    let (items, numbers) = (Recorder<Int>(), Recorder<Int>())
    parallelFor(count, workers: workers) { worker, queue in
      numbers.record(worker)
      while let item = queue.take() { items.record(item) }
      // An empty queue stays empty.
      if let item = queue.take() { items.record(item) }
    }
    #expect(items.values.sorted() == Array(0..<count))
    // No two workers share a number, and with it a workspace.
    #expect(Set(numbers.values).count == numbers.values.count)
    #expect(numbers.values.allSatisfy { $0 >= 0 && $0 < workers })
  }

  @Test("own threads run each number once, like Dispatch", arguments: [1, 2, 7, 100])
  func ownThreads(_ count: Int) {
    let numbers = Recorder<Int>()
    performOnOwnThreads(count) { numbers.record($0) }
    #expect(numbers.values.sorted() == Array(0..<count))
  }

  @Test("a raised flag ends the loop early", arguments: [1, 2, 7])
  func raisedFlagEndsTheLoop(_ workers: Int) {
    let stop = StopFlag()
    #expect(!stop.isRaised)
    let items = Recorder<Int>()
    parallelFor(1000, workers: workers, stop: stop) { _, queue in
      // A worker that has raised the flag gets no more items.
      while let item = queue.take() {
        items.record(item)
        stop.raise()
      }
    }
    #expect(stop.isRaised)
    #expect((1...workers).contains(items.values.count))

    parallelFor(1000, workers: workers, stop: stop) { _, queue in
      while let item = queue.take() { items.record(1000 + item) }
    }
    #expect(items.values.allSatisfy { $0 < 1000 }, "a flag raised before hands out nothing")
  }

  @Test("small problems get one thread, large ones at most the limit")
  func threadsFollowTheWork() {
    let grain = Double(Workers.grain)
    #expect(Workers.count(for: 0, limit: 8) == 1)
    #expect(Workers.count(for: grain - 1, limit: 8) == 1)
    #expect(Workers.count(for: 2.5 * grain, limit: 8) == 3)
    #expect(Workers.count(for: 100 * grain, limit: 8) == 8)
    #expect(Workers.count(for: .infinity, limit: 3) == 3)
    #expect(Workers.count(for: .infinity, limit: 1) == 1)
    #expect(Workers.count(for: .infinity, limit: nil) == Workers.usable)
    #expect(Workers.usable >= 1)
  }

  /// Every initialization with one restart and with three; one of the two has weights.
  struct Variant: Sendable, CustomTestStringConvertible {
    let initialization: KMeans.Initialization
    let restarts: Int
    let isWeighted: Bool

    var testDescription: String {
      "\(initialization), \(restarts) restarts\(isWeighted ? ", weighted" : "")"
    }

    static let all = KMeans.Initialization.allCases.enumerated().flatMap { index, rule in
      [
        Variant(initialization: rule, restarts: 1, isWeighted: index % 2 == 0),
        Variant(initialization: rule, restarts: 3, isWeighted: index % 2 == 1),
      ]
    }
  }

  @Test("four workers give the same bits as one", arguments: Variant.all)
  func workersDoNotChangeTheFit(_ variant: Variant) throws {
    // Eight chunks, and enough multiply-adds for four workers.
    let shape = Shape(3000, 120, variant.restarts == 1 ? 24 : 8)
    try requireParallel(shape, restarts: variant.restarts)
    let observations = Matrix<Float>.blobs(shape, seed: 241)
    var generator = TestGenerator(seed: 242)
    let weights = (0..<shape.rows).map { _ in Double(generator.integer(below: 5)) / 3 }
    var search = KMeans(
      clusterCount: shape.clusterCount, initialization: variant.initialization,
      restarts: variant.restarts, maximumIterations: 2, seed: 9)
    let runs = try [1, 4].map { workers in
      search.workers = workers
      return variant.isWeighted
        ? try search.fit(observations.span, weights: weights)
        : try search.fit(observations.span)
    }
    #expect(runs[0] == runs[1])
  }

  @Test("relocation does not depend on the workers", arguments: [false, true])
  func workersDoNotChangeRelocation(_ isWeighted: Bool) throws {
    let shape = Shape(3000, 120, 24)
    try requireParallel(shape, restarts: 1)
    let observations = Matrix<Double>.blobs(shape, seed: 243)
    // Half of the centroids are copies of others, so their clusters are empty.
    let half = observations.randomRows(12, seed: 244)
    let start = Matrix(half.elements + half.elements, columns: 120)
    let weights = (0..<shape.rows).map { Double(1 + $0 % 3) }
    var search = KMeans(clusterCount: 24, maximumIterations: 2)
    let runs = try [1, 4].map { workers in
      search.workers = workers
      return isWeighted
        ? try search.fit(observations.span, startingFrom: start, weights: weights)
        : try search.fit(observations.span, startingFrom: start)
    }
    #expect(runs[0] == runs[1])
    #expect(runs[0].counts.count { $0 > 0 } > 12, "some were relocated")
  }

  /// Checks that a fit of this size would use four workers.
  private func requireParallel(_ shape: Shape, restarts: Int) throws {
    let work = Double(shape.rows * shape.columns * shape.clusterCount * restarts)
    try #require(Workers.count(for: work, limit: 4) == 4)
    let plan = TilePlan(
      rowCount: shape.rows, featureCount: shape.columns, clusterCount: shape.clusterCount,
      scalarSize: 8)
    try #require(plan.chunkCount >= 4)
  }
}
