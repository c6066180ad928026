import Synchronization
import Testing
import VQTestSupport
import VectorQuantization

/// A fit resumed from a checkpoint returns the same bits as an uninterrupted one.
@Suite struct CheckpointTests {
  /// Collects every checkpoint that a fit can make.
  private final class Collector<Scalar: VectorScalar>: Sendable {
    private let found = Mutex<[Checkpoint<Scalar>]>([])

    var checkpoints: [Checkpoint<Scalar>] { found.withLock { $0 } }

    func checkpointing(resuming: Checkpoint<Scalar>? = nil) -> Checkpointing<Scalar> {
      Checkpointing(resuming: resuming, isDue: { true }) { checkpoint in
        self.found.withLock { $0.append(checkpoint) }
      }
    }
  }

  private static func searches(_ k: Int) -> [KMeans] {
    let single = KMeans(clusterCount: k, stopping: .centroidShift(atMost: 0), seed: 3)
    var several = single
    several.restarts = 4
    several.maximumIterations = 9
    several.stopping = .distortionChange(atMost: 1e-3)
    var dropping = single
    dropping.emptyClusters = .drop
    dropping.initialization = .gaussian
    dropping.seed = nil
    var pruning = single
    pruning.algorithm = .hamerly
    pruning.restarts = 3
    return [single, several, dropping, pruning]
  }

  @Test(
    "resuming from any checkpoint gives the same bits", arguments: ScalarKind.allCases,
    [Shape(2000, 3, 30), Shape(900, 1, 20), Shape(1200, 40, 820)])
  func goesOn(_ scalar: ScalarKind, _ shape: Shape) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(shape, seed: 901, narrowing: -1)
      for var search in Self.searches(shape.clusterCount) {
        let collector = Collector<Scalar>()
        let expected = try search.fit(
          Observations(observations.span), checkpointing: collector.checkpointing())
        let checkpoints = collector.checkpoints
        #expect(!checkpoints.isEmpty)
        for checkpoint in checkpoints.indices where checkpoint < 2 || checkpoint % 8 == 4 {
          // Encoded and decoded, as for another process.
          let bytes = checkpoints[checkpoint].encoded
          let read = try #require(Checkpoint<Scalar>(decoding: bytes))
          #expect(read == checkpoints[checkpoint])
          search.workers = 1 + checkpoint % 3
          let found = try search.fit(
            Observations(observations.span),
            checkpointing: Collector<Scalar>().checkpointing(resuming: read))
          #expect(found == expected, "\(search), checkpoint \(checkpoint)")
        }
      }
    }
    try check(scalar.type)
  }

  /// Sums of such numbers depend on the order in which they are added.
  @Test("resuming gives the same bits if sums are rounded", arguments: [1, 2])
  func goesOnWhereSumsAreRounded(_ seed: UInt64) throws {
    var generator = TestGenerator(seed: 903 + seed)
    let observations = Matrix<Double>(
      (0..<24_000).map { _ in Double(generator.bell()) * generator.longSignificand() }, columns: 3)
    let search = KMeans(clusterCount: 12, stopping: .centroidShift(atMost: 0), seed: seed)
    let collector = Collector<Double>()
    let expected = try search.fit(
      Observations(observations.span), checkpointing: collector.checkpointing())
    // One after every iteration except the last.
    let checkpoints = collector.checkpoints
    #expect(checkpoints.map(\.iterations) == Array(1..<expected.iterations))
    for checkpoint in checkpoints {
      let read = try #require(Checkpoint<Double>(decoding: checkpoint.encoded))
      let found = try search.fit(
        Observations(observations.span),
        checkpointing: Collector<Double>().checkpointing(resuming: read))
      let isSame = found == expected
      #expect(isSame, "iteration \(checkpoint.iterations)")
    }
  }

  @Test("resuming gives the same bits after many incremental updates of the sums")
  func goesOnWithinMoves() throws {
    let observations = Matrix<Float>.blobs(
      rows: 12_000, columns: 3, clusters: 12, seed: 902, narrowing: -2)
    let search = KMeans(clusterCount: 100, stopping: .never, seed: 4)
    let collector = Collector<Float>()
    let expected = try search.fit(
      Observations(observations.span), checkpointing: collector.checkpointing())
    #expect(expected.iterations > 40)
    #expect(collector.checkpoints.map(\.iterations) == Array(1..<expected.iterations))
    for checkpoint in collector.checkpoints.suffix(2) {
      let found = try search.fit(
        Observations(observations.span),
        checkpointing: Collector<Float>().checkpointing(resuming: checkpoint))
      #expect(found == expected)
    }
  }

  @Test("a checkpoint of other observations or options is rejected")
  func refusesOthers() throws {
    let observations = Matrix<Double>.blobs(rows: 500, columns: 4, clusters: 5, seed: 903)
    let weights = [Double](repeating: 1, count: 500)
    let search = KMeans(clusterCount: 5, seed: 1)
    let collector = Collector<Double>()
    _ = try search.fit(Observations(observations.span), checkpointing: collector.checkpointing())
    let checkpointing = Collector<Double>().checkpointing(
      resuming: collector.checkpoints[0])

    func expectRefusal(
      _ other: String, _ search: KMeans, _ observations: Matrix<Double>,
      start: Matrix<Double>? = nil, weights: [Double]? = nil
    ) {
      #expect(throws: ClusteringError.checkpointMismatch(other: other)) {
        try search.fit(
          Observations(observations.span), startingFrom: start,
          weights: weights, checkpointing: checkpointing)
      }
    }
    var changed = observations
    changed[250, 2] += 1e-9
    expectRefusal("observations", search, changed)
    expectRefusal("observations", search, observations.rows(at: Array(0..<499)))
    expectRefusal("observations", search, observations.rows(at: Array((0..<500).reversed())))
    expectRefusal("observations", search, observations, weights: weights)
    expectRefusal("options", search, observations, start: observations.rows(at: [0, 1, 2, 3, 4]))
    let changes: [(inout KMeans) -> Void] = [
      { $0.clusterCount = 6 }, { $0.restarts = 2 }, { $0.maximumIterations = 7 },
      { $0.seed = 2 }, { $0.seed = nil }, { $0.initialization = .points },
      { $0.stopping = .centroidShift(atMost: 1e-5) }, { $0.stopping = .never },
      { $0.emptyClusters = .keep }, { $0.preference = .distortion },
    ]
    for change in changes {
      var other = search
      change(&other)
      expectRefusal("options", other, observations)
    }
  }

  @Test("changed or truncated bytes are not decoded")
  func refusesDamagedBytes() throws {
    let observations = Matrix<Float>.blobs(rows: 50, columns: 2, clusters: 3, seed: 904)
    let collector = Collector<Float>()
    _ = try KMeans(clusterCount: 3).fit(
      Observations(observations.span), checkpointing: collector.checkpointing())
    let bytes = try #require(collector.checkpoints.first?.encoded)
    #expect(Checkpoint<Float>(decoding: bytes) != nil)
    #expect(Checkpoint<Double>(decoding: bytes) == nil)
    for count in bytes.indices {
      #expect(Checkpoint<Float>(decoding: Array(bytes[..<count])) == nil)
    }
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 1 << UInt8(index % 8)
      #expect(Checkpoint<Float>(decoding: damaged) == nil)
    }
  }

  /// Sets each number in turn to extreme values and fixes the hash, so that only the number is wrong.
  @Test("a forged checkpoint leads to a clustering or an error", arguments: [1, 3])
  func survivesForgery(_ restarts: Int) throws {
    let observations = Matrix<Float>.blobs(rows: 50, columns: 2, clusters: 3, seed: 904)
    let search = KMeans(
      clusterCount: 3, restarts: restarts, maximumIterations: 2, seed: 1, workers: 1)
    let collector = Collector<Float>()
    _ = try search.fit(
      Observations(observations.span), checkpointing: collector.checkpointing())
    let bytes = try #require(collector.checkpoints.first?.encoded)
    let extremes: [Int] = [-1, 5, 1 << 32, .max, .min]
    for start in stride(from: 8, to: bytes.count - 8, by: 8) {
      for number in extremes {
        var forged = Array(bytes.dropLast(8))
        for byte in 0..<8 { forged[start + byte] = UInt8(truncatingIfNeeded: number >> (8 * byte)) }
        var hash = BitHash()
        for byte in forged { hash.add(UInt64(byte)) }
        forged += (0..<8).map { UInt8(truncatingIfNeeded: hash.value >> UInt64(8 * $0)) }
        guard let checkpoint = Checkpoint<Float>(decoding: forged) else { continue }
        let fitted = Result { () throws(ClusteringError) in
          try search.fit(
            Observations(observations.span),
            checkpointing: Collector<Float>().checkpointing(resuming: checkpoint))
        }
        if let clustering = try? fitted.get() { #expect(clustering.codes.count == 50) }
      }
    }
  }
}
