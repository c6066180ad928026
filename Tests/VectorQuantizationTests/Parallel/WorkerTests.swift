import Dispatch
import Testing
import VQTestSupport
import VectorQuantization

/// Encoding and fitting do not depend on the number of threads or on concurrent calls.
@Suite struct WorkerTests {
  /// Enough multiply-adds for seven workers.
  private static let shape = Shape(20_000, 5, 140)

  @Test("encoding gives the same bits with any number of workers", arguments: ScalarKind.allCases)
  func workersDoNotChangeCodes(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(Self.shape, seed: 251)
      let book = observations.randomRows(Self.shape.clusterCount, seed: 252)
      let expected = try vq(observations.span, codebook: book, workers: 1)
      for workers in [2, 7] {
        let found = try vq(observations.span, codebook: book, workers: workers)
        #expect(found.codes == expected.codes)
        #expect(found.distances == expected.distances)
        let encoded = try Codebook(book).encode(observations.span, workers: workers)
        #expect(encoded.codes == expected.codes)
        #expect(encoded.distances == expected.distances)
      }
    }
    try check(scalar.type)
  }

  @Test("the first NaN or infinity is reported, whichever worker finds one", arguments: [1, 2, 7])
  func firstErrorIsReported(_ workers: Int) {
    var observations = Matrix<Float>.blobs(Self.shape, seed: 253)
    let book = observations.randomRows(Self.shape.clusterCount, seed: 254)
    for row in [19_999, 12_345, 7_000, 6_999] { observations[row, row % 5] = .nan }
    #expect(throws: ClusteringError.notFinite(row: 6_999, column: 4)) {
      try vq(observations.span, codebook: book, workers: workers)
    }
  }

  @Test("any limit on workers is allowed, whatever memory a worker needs")
  func limitMayBeAnyNumber() throws {
    let numbers = Matrix<Float>.lattice(rows: 500, columns: 3, side: 50, seed: 256)
    let stored = StoredMatrix(numbers, as: .uint8)
    let bytes = unsafe stored.bytes.span.bytes
    var search = KMeans(clusterCount: 4, seed: 1)
    let expected = try search.fit(Observations<Float>(StoredSpan(bytes, stored.layout)))
    search.workers = .max
    let found = try search.fit(Observations<Float>(StoredSpan(bytes, stored.layout)))
    #expect(found == expected)
  }

  @Test("concurrent fits give the same results as separate ones")
  func fitsDoNotDisturbEachOther() throws {
    let observations = Matrix<Float>.blobs(rows: 3000, columns: 40, clusters: 20, seed: 255)
    let searches = (0..<6).map { index in
      return KMeans(
        clusterCount: 20, initialization: index % 2 == 0 ? .plusPlus : .points,
        maximumIterations: 2, seed: UInt64(index / 2), workers: 1 + index % 3)
    }
    let expected = try searches.map { try $0.fit(observations.span) }
    let found = Recorder<(index: Int, clustering: Clustering<Float>?)>()
    DispatchQueue.concurrentPerform(iterations: searches.count) { index in
      found.record((index, try? searches[index].fit(observations.span)))
    }
    #expect(found.values.count == searches.count)
    for (index, clustering) in found.values { #expect(clustering == expected[index]) }
  }
}
