import Testing
import VQTestSupport
import VectorQuantization

/// A fit stopped before its first iteration still returns centroids.
@Suite struct StopWhileSeedingTests {
  private let observations = Matrix<Float>.blobs(rows: 3000, columns: 3, clusters: 12, seed: 921)
  // A third of the rows have weight 0.
  private let weights = (0..<3000).map { Double($0 % 3) }

  private func search(_ initialization: KMeans.Initialization, clusterCount: Int = 40) -> KMeans {
    var search = KMeans.starting(initialization, clusterCount: clusterCount)
    search.seed = 6
    search.workers = 1
    return search
  }

  /// Runs a fit with a flag that is raised at a given poll.
  private func fit(
    _ search: KMeans, stoppingAt poll: Int, isWeighted: Bool = false
  ) throws -> Clustering<Float> {
    let stop = Polls(raisingAt: poll).flag
    return try search.fit(
      Observations(observations.span), weights: isWeighted ? weights : nil, stop: stop)
  }

  /// Checks that codes, counts and inertia belong to the codebook.
  private func expectWhole(_ found: Clustering<Float>) throws {
    let encoding = try found.codebook.encode(observations.span)
    #expect(found.codes == encoding.codes)
    #expect(found.counts.reduce(0, +) == 3000)
    #expect(found.inertia.isFinite && found.distortion.isFinite)
  }

  @Test(
    "if the flag is raised before the fit, the centroids are distinct rows of positive weight",
    arguments: KMeans.Initialization.allCases, [false, true])
  func leavesUniformDraws(_ initialization: KMeans.Initialization, _ isWeighted: Bool) throws {
    let found = try fit(search(initialization), stoppingAt: 1, isWeighted: isWeighted)
    #expect(found.outcome == .stoppedWhileSeeding)
    #expect(found.iterations == 0)
    try expectWhole(found)
    let rows = observations.rowArrays
    let drawn = found.codebook.centroids.rowArrays.map { rows.firstIndex(of: $0) }
    #expect(Set(drawn).count == 40)
    #expect(drawn.allSatisfy { $0.map { !isWeighted || weights[$0] > 0 } ?? false })
  }

  @Test(
    "a stop during seeding keeps the centroids drawn so far",
    arguments: [.plusPlus, .greedyPlusPlus, .gaussian] as [KMeans.Initialization])
  func keepsDrawnCentroids(_ initialization: KMeans.Initialization) throws {
    let search = search(initialization)
    let whole = try search.start(observations, seed: 6).centroids.rowArrays
    var kept: [Int] = []
    for poll in 1... {
      let found = try fit(search, stoppingAt: poll)
      if found.outcome != .stoppedWhileSeeding { break }
      try expectWhole(found)
      let centroids = found.codebook.centroids.rowArrays
      #expect(Set(centroids).count == 40)
      kept.append(zip(centroids, whole).prefix { $0 == $1 }.count)
    }
    #expect(kept == kept.sorted(), "a later stop keeps at least as many")
    #expect(kept.first == 0 && kept.last == 40)
    #expect(initialization == .gaussian || Set(kept).count > 3)
  }

  @Test(
    "seeding stopped at any point gives distinct rows",
    arguments: [.parallel, .automatic] as [KMeans.Initialization], [false, true])
  func hasDistinctRows(_ initialization: KMeans.Initialization, _ isWeighted: Bool) throws {
    var search = search(initialization)
    // Low enough that a sample is drawn.
    search.resources.seedingSample = 2500
    for poll in 1... {
      let found = try fit(search, stoppingAt: poll, isWeighted: isWeighted)
      if found.outcome != .stoppedWhileSeeding { return }
      try expectWhole(found)
      #expect(Set(found.codebook.centroids.rowArrays).count == 40)
    }
  }

  @Test("the same stop and seed give the same centroids")
  func seedFixesTheDraws() throws {
    let found = try fit(search(.plusPlus), stoppingAt: 12)
    #expect(try fit(search(.plusPlus), stoppingAt: 12) == found)
    var other = search(.plusPlus)
    other.seed = 7
    #expect(try fit(other, stoppingAt: 12) != found)
  }

  @Test("rows are drawn repeatedly if Gaussian seeding was stopped and there are too few rows")
  func drawsRowsAgain() throws {
    let few = observations.rows(at: Array(0..<7))
    let stop = Polls(raisingAt: 1).flag
    let found = try search(.gaussian, clusterCount: 17).fit(Observations(few.span), stop: stop)
    #expect(found.outcome == .stoppedWhileSeeding)
    #expect(found.codebook.clusterCount == 17)
    #expect(Set(found.codebook.centroids.rowArrays) == Set(few.rowArrays))
  }

  @Test("given centroids are returned unchanged", arguments: KMeans.Algorithm.general)
  func keepsGivenCentroids(_ algorithm: KMeans.Algorithm) throws {
    var search = search(.automatic)
    search.algorithm = algorithm
    let start = observations.randomRows(40, seed: 922)
    let stop = StopFlag()
    stop.raise()
    let found = try search.fit(Observations(observations.span), startingFrom: start, stop: stop)
    #expect(found.outcome == .stoppedByCaller)
    #expect(found.iterations == 0)
    #expect(found.codebook.centroids == start)
    try expectWhole(found)
  }

  @Test("a later restart stopped during seeding is left out")
  func leavesOutLaterRestarts() throws {
    var search = search(.plusPlus)
    search.restarts = 2
    // With this algorithm runs are made one by one.
    search.algorithm = .hamerly
    let first = try self.search(.plusPlus).fit(observations.span)
    let stop = StopFlag()
    let found = try search.fit(Observations(observations.span), stop: stop) { progress in
      if progress.phase == .finishing { stop.raise() }
      return .proceed
    }
    #expect(found.restart == 0)
    #expect(found.outcome == .converged)
    #expect(found.codebook == first.codebook)
  }

  @Test("a fit abandoned during seeding has no result", arguments: [1, 2, 5])
  func abandoned(_ poll: Int) throws {
    let polls = Polls(raisingAt: poll)
    let stop = StopFlag(asking: { polls.flag.isRaised ? 2 : 0 })
    #expect(throws: ClusteringError.stopped) {
      try search(.plusPlus).fit(Observations(observations.span), stop: stop)
    }
  }

  @Test("a stopped resumed fit keeps the checkpoint's centroids", arguments: [1, 2, 3, 4])
  func keepsACheckpoint(_ poll: Int) throws {
    var search = search(.plusPlus)
    search.maximumIterations = 5
    search.stopping = .never
    let recorder = Recorder<Checkpoint<Float>>()
    let saving = Checkpointing<Float>(isDue: { true }, save: { recorder.record($0) })
    _ = try search.fit(Observations(observations.span), checkpointing: saving)
    let checkpoint = try #require(recorder.values.last)
    let resuming = Checkpointing<Float>(
      resuming: checkpoint, isDue: { false }, save: { _ in })
    let found = try search.fit(
      Observations(observations.span), stop: Polls(raisingAt: poll).flag, checkpointing: resuming)
    #expect(found.outcome == .stoppedByCaller)
    #expect(found.iterations == checkpoint.iterations)
    try expectWhole(found)
  }

  @Test("a fit of a file stopped before all rows are checked has no result")
  func stopsReadingFiles() {
    let stored = StoredMatrix(observations, as: .float32)
    #expect(throws: ClusteringError.stopped) {
      try search(.plusPlus).fit(
        Observations<Float>(reading: stored.reader()), stop: Polls(raisingAt: 1).flag)
    }
  }
}
