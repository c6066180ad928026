import Synchronization
import Testing
import VQTestSupport
import VectorQuantization

/// A stopped fit returns the best complete result so far.
@Suite struct StopFlagTests {
  /// A reader that raises a flag at the given read.
  private struct CountingReader: RowReader {
    let stored: StoredMatrix
    let stop: StopFlag
    let countdown: Countdown
    private let source: any RowReader

    init(_ stored: StoredMatrix, raising stop: StopFlag, after count: Int) {
      self.stored = stored
      self.stop = stop
      countdown = Countdown(count)
      source = stored.reader()
    }

    var layout: StorageLayout { stored.layout }

    func read(from offset: Int, into bytes: inout MutableSpan<UInt8>) -> Bool {
      if countdown.isOver() { stop.raise() }
      return source.read(from: offset, into: &bytes)
    }
  }

  private final class Countdown: Sendable {
    private let left: Atomic<Int>

    init(_ count: Int) { left = Atomic(count) }

    /// Returns the number of counted reads.
    func count(from start: Int) -> Int { start - left.load(ordering: .relaxed) }

    func isOver() -> Bool { left.wrappingSubtract(1, ordering: .relaxed).newValue == 0 }
  }

  @Test(
    "a fit stopped during relocation returns the centroids of a complete iteration")
  func endsBetweenIterations() throws {
    let observations = Matrix<Float>.blobs(rows: 6000, columns: 3, clusters: 9, seed: 917)
    // Most centroids are far away, so their clusters are empty at first.
    let start = Matrix<Float>((0..<24).map { $0 < 6 ? Float($0) : 1e4 + Float($0) }, columns: 3)
    var search = KMeans(
      clusterCount: 8, algorithm: .lloyd, stopping: .never, maximumIterations: 3, workers: 1)
    var books = [start]
    for iterations in 1...3 {
      search.maximumIterations = iterations
      let fit = try search.fit(observations.span, startingFrom: start)
      books.append(fit.codebook.centroids)
    }
    let polls = Polls()
    _ = try search.fit(
      Observations(observations.span), startingFrom: start, stop: polls.flag)
    var ends: Set<Int> = []
    for last in 1...polls.count {
      let stopped = Result {
        try search.fit(
          Observations(observations.span), startingFrom: start, stop: Polls(raisingAt: last).flag)
      }
      guard case .success(let found) = stopped else { continue }
      ends.insert(found.iterations)
      #expect(found.codebook.centroids == books[found.iterations], "stopped at poll \(last)")
    }
    #expect(ends == [0, 1, 2, 3])
  }

  @Test(
    "the codes, inertia and distortion of a stopped fit belong to its codebook",
    arguments: KMeans.Algorithm.general, [1, 3])
  func returnsSomethingWhole(_ algorithm: KMeans.Algorithm, _ restarts: Int) throws {
    let shape = Shape(20_000, 6, 20)
    let numbers = Matrix<Float>.blobs(shape, seed: 911).mapElements { (number: Float) in
      Float(Int(16 * number))
    }
    let stored = StoredMatrix(numbers, as: .int16)
    let search = KMeans(
      clusterCount: 20, algorithm: algorithm, initialization: .points, restarts: restarts, seed: 5,
      workers: 2)
    var outcomes: Set<KMeans.Outcome> = []
    for count in [80, 100, 150, 300, 1_000_000] {
      let stop = StopFlag()
      let reader = CountingReader(stored, raising: stop, after: count)
      let outcome = Result { try search.fit(Observations<Float>(reading: reader), stop: stop) }
      guard case .success(let found) = outcome else {
        #expect(throws: ClusteringError.stopped) { try outcome.get() }
        continue
      }
      outcomes.insert(found.outcome)
      let encoding = try found.codebook.encode(numbers.span)
      #expect(found.codes == encoding.codes)
      #expect(found.counts.reduce(0, +) == shape.rows)
      let squares = encoding.distances.reduce(0) { $0 + Double($1) * Double($1) }
      #expect(abs(found.inertia - squares) <= 1e-5 * squares)
    }
    #expect(outcomes.contains(.stoppedByCaller))
    #expect(outcomes.contains(.converged))
  }

  @Test("a fit stopped after some iterations returns the centroids of that many iterations")
  func keepsWholeIterations() throws {
    let observations = Matrix<Double>.blobs(
      rows: 20_000, columns: 5, clusters: 9, seed: 912, narrowing: -1)
    var search = KMeans(clusterCount: 30, maximumIterations: 100, seed: 8)
    let stop = StopFlag()
    let stopped = try search.fit(Observations(observations.span), stop: stop) { progress in
      if progress.phase == .iterating && progress.iteration == 4 { stop.raise() }
      return .proceed
    }
    #expect(stopped.outcome == .stoppedByCaller)
    #expect(stopped.iterations == 4)
    search.maximumIterations = 4
    let expected = try search.fit(observations.span)
    #expect(stopped.codebook == expected.codebook)
    #expect(stopped.codes == expected.codes)
    #expect(stopped.inertia == expected.inertia)
  }

  @Test(
    "the first pass over observations can be stopped", arguments: ["fit", "seeding", "whitening"])
  func firstLookHeedsStops(_ call: String) throws {
    let numbers = Matrix<Float>.lattice(rows: 40_000, columns: 4, side: 9, seed: 916)
    let stop = StopFlag()
    let reader = CountingReader(StoredMatrix(numbers, as: .int16), raising: stop, after: 3)
    let observations = Observations<Float>(reading: reader)
    let search = KMeans(clusterCount: 9, workers: 1)
    #expect(throws: ClusteringError.self) {
      switch call {
      case "fit": _ = try search.fit(observations, stop: stop)
      case "seeding":
        _ = try search.startingCentroids(among: observations, weights: nil, stop: stop)
      default:
        _ = try Whitening(fitting: observations, checkFinite: true, workers: 1, stop: stop)
      }
    }
    #expect(reader.countdown.count(from: 3) <= 4)
  }

  @Test("drawing a sample of a file can be stopped")
  func samplingHonoursStops() throws {
    let numbers = Matrix<Float>.lattice(rows: 4000, columns: 4, side: 9, seed: 919)
    let stop = StopFlag()
    // The first pass reads tiles, and the sample reads single rows.
    let reader = CountingReader(StoredMatrix(numbers, as: .int16), raising: stop, after: 500)
    var search = KMeans(clusterCount: 9, workers: 1)
    search.resources.seedingSample = 100
    #expect(throws: ClusteringError.stopped) {
      try search.startingCentroids(
        among: Observations<Float>(reading: reader), weights: nil, stop: stop)
    }
    #expect(reader.countdown.count(from: 500) == 500)
  }

  @Test("stopping a call that writes rows is an error")
  func partOfTheRowsIsAnError() throws {
    let numbers = Matrix<Float>.lattice(rows: 40_000, columns: 4, side: 9, seed: 917)
    let stored = StoredMatrix(numbers, as: .int16)
    let book = Codebook(numbers.randomRows(3, seed: 918))
    let whitening = try Whitening(fitting: numbers.span)
    var codes = [Int32](repeating: 0, count: 40_000)
    var whitened = [Float](repeating: 0, count: 160_000)
    var stop = StopFlag()
    var reader = CountingReader(stored, raising: stop, after: 3)
    let encoding = try Encoding(book, checkFinite: true, kernels: nil, workers: 1, stop: stop)
    #expect(throws: ClusteringError.stopped) {
      try encoding.encode(
        Observations(reading: reader), to: Output(codes: LentMemory(codes.mutableSpan)))
    }
    stop = StopFlag()
    reader = CountingReader(stored, raising: stop, after: 3)
    #expect(throws: ClusteringError.stopped) {
      try whitening.apply(
        to: Observations(reading: reader), into: LentMemory(whitened.mutableSpan), workers: 1,
        stop: stop)
    }
  }

  @Test("a stopped fit saves a checkpoint, and resuming from it gives the same bits")
  func leavesACheckpoint() throws {
    let observations = Matrix<Float>.blobs(
      rows: 6000, columns: 5, clusters: 9, seed: 914, narrowing: -1)
    let search = KMeans(clusterCount: 30, seed: 8)
    let expected = try search.fit(observations.span)
    let last = Mutex<Checkpoint<Float>?>(nil)
    func checkpointing(_ resuming: Checkpoint<Float>?) -> Checkpointing<Float> {
      Checkpointing(resuming: resuming, isDue: { false }) { checkpoint in
        last.withLock { $0 = checkpoint }
      }
    }
    let stop = StopFlag()
    _ = try search.fit(
      Observations(observations.span), stop: stop, checkpointing: checkpointing(nil)
    ) { progress in
      if progress.iteration == 3 { stop.raise() }
      return .proceed
    }
    let checkpoint = try #require(last.withLock { $0 })
    #expect((1...3).contains(checkpoint.iterations))
    let found = try search.fit(
      Observations(observations.span), checkpointing: checkpointing(checkpoint))
    #expect(found == expected)
  }

  @Test("a watched word of 1 requests the best result, and 2 none", arguments: [1, 2])
  func watchesAWord(_ value: Int32) throws {
    let observations = Matrix<Float>.blobs(rows: 5000, columns: 3, clusters: 9, seed: 915)
    let search = KMeans(clusterCount: 40, stopping: .never)
    let word = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    defer { unsafe word.deallocate() }
    unsafe word.initialize(to: 0)
    let stop = unsafe StopFlag(watching: WatchedWord(at: word))
    #expect(!stop.isRaised)
    let address = Int(bitPattern: word)
    let outcome = Result {
      try search.fit(Observations(observations.span), stop: stop) { progress in
        if progress.iteration == 2 {
          unsafe UnsafeMutablePointer<Int32>(bitPattern: address)?.pointee = value
        }
        return .proceed
      }
    }
    if value == 1 {
      let clustering = try outcome.get()
      #expect(clustering.outcome == .stoppedByCaller)
      #expect((1...3).contains(clustering.iterations))
    } else {
      #expect(throws: ClusteringError.stopped) { try outcome.get() }
    }
    unsafe word.pointee = 0
    #expect(stop.isRaised || value == 1, "a stop that was seen stays in force")
  }
}
