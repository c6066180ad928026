import Testing
import VQTestSupport
import VectorQuantization

/// Single-threaded passes, and passes that prepare a call, poll stop flags too.
@Suite struct PollTests {
  /// Returns the number of tiles of `Float` observations.
  private func tileCount(rows: Int, columns: Int) -> Int {
    let plan = TilePlan(rowCount: rows, featureCount: columns, clusterCount: 1, scalarSize: 4)
    return (rows + plan.tileRows - 1) / plan.tileRows
  }

  @Test("preparing a large codebook polls in each pass, and can be stopped at any poll")
  func preparesCodebooks() throws {
    let (k, d) = (20_000, 2)
    let book = Codebook(Matrix<Float>.lattice(rows: k, columns: d, side: 1 << 20, seed: 931))
    let observations: Matrix<Float> = [[3, 4], [5, 6]]
    func encode(_ polls: Polls) throws -> [Int32] {
      var codes: [Int32] = [0, 0]
      let encoding = try Encoding(
        book, checkFinite: true, kernels: nil, workers: 1, stop: polls.flag)
      try encoding.encode(
        Observations(observations.span), to: Output(codes: LentMemory(codes.mutableSpan)))
      return codes
    }
    let polls = Polls()
    #expect(try encode(polls) == book.encode(observations.span).codes)
    // The moments of the codebook, packing in ranges of 2048 centroids, and the search for duplicates.
    #expect(polls.count >= tileCount(rows: k, columns: d) + k / 2048 + k / 4096)
    for poll in 1...polls.count {
      #expect(throws: ClusteringError.stopped) { try encode(Polls(raisingAt: poll)) }
    }
  }

  @Test("the weighted variance polls at every tile, and is only computed if needed")
  func weightedVariance() throws {
    let observations = Matrix<Float>.blobs(rows: 20_000, columns: 4, clusters: 5, seed: 932)
    let weights = (0..<20_000).map { Double($0 % 3) }
    func pollCount(_ stopping: KMeans.Stopping) throws -> Int {
      var search = KMeans.starting(.points, clusterCount: 5)
      search.algorithm = .lloyd
      search.stopping = stopping
      search.maximumIterations = 1
      search.workers = 1
      search.seed = 3
      let polls = Polls()
      _ = try search.fit(
        Observations(observations.span), weights: weights, stop: polls.flag)
      return polls.count
    }
    let more = try pollCount(.centroidShift(atMost: 0)) - pollCount(.never)
    #expect(more == tileCount(rows: 20_000, columns: 4))
  }

  /// Both methods of Gaussian seeding: a factor of the covariance, and combinations of rows.
  @Test("Gaussian seeding polls for each centroid, and can stop there", arguments: [true, false])
  func normalStarts(_ isFactored: Bool) throws {
    let (n, d, k) = isFactored ? (900, 12, 30) : (12, 900, 30)
    let observations = Matrix<Float>.blobs(rows: n, columns: d, clusters: 3, seed: 933)
    var search = KMeans.starting(.gaussian, clusterCount: k)
    search.workers = 1
    search.seed = 4
    func start(_ polls: Polls) throws -> Matrix<Float> {
      try search.startingCentroids(
        among: Observations(observations.span), weights: nil, stop: polls.flag)
    }
    let polls = Polls()
    #expect(try start(polls) == search.start(observations, seed: 4).centroids)
    #expect(polls.count > k + (isFactored ? d : 0) + 2 * tileCount(rows: n, columns: d))
    for poll in 1...polls.count {
      #expect(throws: ClusteringError.stopped) { try start(Polls(raisingAt: poll)) }
    }
  }

  @Test(
    "Gaussian seeding gives the same bits with any number of workers and in any storage form",
    arguments: [Shape(35_000, 60, 600), Shape(20, 3000, 40)])
  func normalStartsHaveOneResult(_ shape: Shape) throws {
    let observations = Matrix<Float>.lattice(shape, side: 1 << 12, seed: 934)
    let stored = StoredMatrix(observations, as: .int16)
    let weights = (0..<shape.rows).map { Double($0 % 5) }
    func start(_ observations: Observations<Float>, workers: Int) throws -> Matrix<Float> {
      var search = KMeans.starting(.gaussian, clusterCount: shape.clusterCount)
      search.seed = 5
      search.workers = workers
      return try search.startingCentroids(
        among: observations, weights: weights.span, stop: StopFlag())
    }
    let expected = try start(Observations(observations.span), workers: 1)
    #expect(try start(Observations(observations.span), workers: 3) == expected)
    #expect(try start(Observations(reading: stored.reader()), workers: 3) == expected)
  }

  @Test("the error names the first NaN, wherever others are", arguments: [1, 4])
  func namesTheFirst(_ workers: Int) {
    var observations = Matrix<Float>.lattice(rows: 40_000, columns: 64, side: 9, seed: 935)
    for (row, column) in [(39_000, 1), (21_234, 63), (21_234, 5), (30_000, 0)] {
      observations[row, column] = .nan
    }
    let search = KMeans(clusterCount: 4, workers: workers)
    let error = ClusteringError.notFinite(row: 21_234, column: 5)
    #expect(throws: error) { try search.fit(observations.span) }
    #expect(throws: error) { try Whitening(fitting: observations.span) }
    #expect(throws: ClusteringError.codebookNotFinite(row: 21_234, column: 5)) {
      try Codebook(observations).encode(observations.span, workers: workers)
    }
  }

  @Test("validating many given centroids and hashing many weights can be stopped")
  func longChecks() throws {
    let count = 1_060_000
    let observations = Matrix<Float>((0..<count).map { Float($0) }, columns: 1)
    let weights = [Double](repeating: 1, count: count)
    var search = KMeans(clusterCount: count)
    #expect(throws: ClusteringError.stopped) {
      try search.fit(
        Observations(observations.span), startingFrom: observations,
        stop: Polls(raisingAt: 1).flag)
    }
    search = KMeans.starting(.plusPlus, clusterCount: 3)
    search.algorithm = .lloyd
    func fit(resuming checkpoint: Checkpoint<Float>?) throws -> KMeans.Outcome {
      try search.fit(
        Observations(observations.span), weights: weights, stop: Polls(raisingAt: 1).flag,
        checkpointing: Checkpointing(resuming: checkpoint, isDue: { false }, save: { _ in })
      ).outcome
    }
    #expect(try fit(resuming: nil) == .stoppedWhileSeeding)
    let recorder = Recorder<Checkpoint<Float>>()
    let few = observations.rows(at: Array(0..<100))
    _ = try search.fit(
      Observations(few.span),
      checkpointing: Checkpointing(isDue: { true }, save: { recorder.record($0) }))
    // The checkpoint belongs to other observations, but the stop comes before that is detected.
    let checkpoint = try #require(recorder.values.first)
    #expect(throws: ClusteringError.stopped) { try fit(resuming: checkpoint) }
  }
}
