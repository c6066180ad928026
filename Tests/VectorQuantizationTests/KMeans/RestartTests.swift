import Testing
import VQTestSupport
import VectorQuantization

@Suite struct RestartTests {
  /// Overlapping clusters, for which runs from uniform draws end in different local optima.
  private let observations = Matrix<Double>.blobs(rows: 500, columns: 2, clusters: 20, seed: 121)

  private func search(restarts: Int) -> KMeans {
    return KMeans(clusterCount: 20, initialization: .points, restarts: restarts, seed: 10)
  }

  @Test(
    "the run with the smallest inertia or distortion is returned",
    arguments: [KMeans.Preference.inertia, .distortion])
  func bestRunIsReturned(_ preference: KMeans.Preference) throws {
    let recorder = Recorder<KMeans.Progress>()
    var search = search(restarts: 8)
    search.preference = preference
    let best = try search.fit(observations.span) { progress in
      recorder.record(progress)
      return .proceed
    }

    let ends = recorder.values.filter { $0.phase == .finishing }.sorted { $0.restart < $1.restart }
    try #require(ends.map(\.restart) == Array(0..<8))
    let figures = ends.compactMap { preference == .inertia ? $0.inertia : $0.distortion }
    let minimum = try #require(figures.min())
    #expect(Set(figures).count > 1, "the runs differ, so the choice matters")
    #expect((preference == .inertia ? best.inertia : best.distortion) == minimum)
    #expect(best.restart == figures.firstIndex(of: minimum))
    #expect(best.iterations == ends[best.restart].iteration)
  }

  @Test("more restarts are never worse, and start with the same runs")
  func moreRestartsAreNeverWorse() throws {
    let results = try [1, 2, 4, 8].map { try search(restarts: $0).fit(observations.span) }
    for (fewer, more) in zip(results, results.dropFirst()) {
      #expect(more.inertia <= fewer.inertia)
      if more.inertia == fewer.inertia { #expect(more == fewer) }
    }
  }

  /// The partial sums of 240 runs, 50 x 400 numbers each, exceed the memory of one wave.
  @Test("runs are the same whether they share one wave or not")
  func manyRestarts() throws {
    let observations = Matrix<Float>.blobs(rows: 60, columns: 400, clusters: 50, seed: 123)
    func ends(restarts: Int) throws -> (figures: [Double?], best: Clustering<Float>) {
      let recorder = Recorder<KMeans.Progress>()
      let search = KMeans(
        clusterCount: 50, initialization: .points, restarts: restarts, maximumIterations: 1,
        emptyClusters: .keep, seed: 16)
      let best = try search.fit(observations.span) { progress in
        if progress.phase == .finishing { recorder.record(progress) }
        return .proceed
      }
      let ends = recorder.values.sorted { $0.restart < $1.restart }
      #expect(ends.map(\.restart) == Array(0..<restarts))
      return (ends.map(\.inertia), best)
    }
    let (many, best) = try ends(restarts: 240)
    let (few, _) = try ends(restarts: 20)
    #expect(Array(many.prefix(20)) == few)
    #expect(best.inertia == many.compactMap { $0 }.min())
    #expect(best.restart == many.firstIndex(of: best.inertia))
  }

  @Test("the same seed gives the same result, and another seed another")
  func seedFixesTheResult() throws {
    var search = search(restarts: 1)
    let first = try search.fit(observations.span)
    #expect(try search.fit(observations.span) == first)
    search.seed = 11
    #expect(try search.fit(observations.span) != first)
  }

  @Test("without a seed, fits differ")
  func noSeedDiffers() throws {
    var search = search(restarts: 1)
    search.seed = nil
    let results = try (0..<6).map { _ in try search.fit(observations.span).codebook }
    // The probability that six fits of 20 centroids from 500 observations agree is below 1e-30.
    #expect(!results.allSatisfy { $0 == results[0] })
  }

  @Test("starting centroids are distinct observations", arguments: KMeans.Initialization.allCases)
  func startsAreDistinctObservations(_ initialization: KMeans.Initialization) throws {
    guard initialization != .gaussian else { return }
    // As many clusters as distinct observations: the inertia is 0 only if each one is drawn.
    let observations = Matrix<Float>.blobs(rows: 30, columns: 2, clusters: 30, seed: 122)
    var search = KMeans(
      clusterCount: 30, initialization: initialization, maximumIterations: 1, emptyClusters: .fail)
    for seed in 0..<5 as Range<UInt64> {
      search.seed = seed
      let clustering = try search.fit(observations.span)
      #expect(clustering.inertia == 0)
    }
  }

  @Test("runs from several given starts return the best single run")
  func givenStarts() throws {
    let starts = (0..<5).map { observations.randomRows(20, seed: 130 + UInt64($0)) }
    var search = search(restarts: 1)
    search.stopping = .never
    let alone = try starts.map { try search.fit(observations.span, startingFrom: $0) }
    let together = try search.fit(
      Observations(observations.span), startingFrom: starts, weights: nil,
      keepingLastAssignment: false, stop: nil, checkpointing: nil, onIteration: nil)
    // With several runs, sums are always recomputed, so only the last digits may differ.
    let minimum = try #require(alone.map(\.inertia).min())
    #expect(abs(together.inertia - minimum) <= 1e-12 * minimum)
    #expect(together.codes == alone[together.restart].codes)
  }

  @Test("the error names the row of a number that is not finite among all given centroids")
  func namesTheRowAmongStarts() {
    let start = observations.randomRows(20, seed: 130)
    var spoiled = start
    spoiled[7, 1] = .nan
    #expect(throws: ClusteringError.codebookNotFinite(row: 27, column: 1)) {
      try search(restarts: 1).fit(
        Observations(observations.span), startingFrom: [start, spoiled], weights: nil,
        keepingLastAssignment: false, stop: nil, checkpointing: nil, onIteration: nil)
    }
  }

  @Test("iterations that leave a cluster empty are counted")
  func emptyIterations() throws {
    let few: Matrix<Double> = [[0], [1], [2]]
    let start: Matrix<Double> = [[1], [50]]
    var search = KMeans(
      clusterCount: 2, stopping: .never, maximumIterations: 4, emptyClusters: .keep)
    #expect(try search.fit(few.span, startingFrom: start).effort.emptyIterations == 1)
    search.emptyClusters = .relocate
    let relocated = try search.fit(few.span, startingFrom: start)
    #expect(relocated.effort.emptyIterations == 1 && relocated.emptyClusters.isEmpty)
    let full: Matrix<Double> = [[0], [2]]
    #expect(try search.fit(few.span, startingFrom: full).effort.emptyIterations == 0)
  }
}
