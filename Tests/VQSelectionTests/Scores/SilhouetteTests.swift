import Testing
import VQSelection
import VQTestSupport
import VectorQuantization

@Suite struct SilhouetteTests {
  private let observations = Matrix<Float>.blobs(
    rows: 900, columns: 3, clusters: 4, seed: 8, narrowing: 1)
  private let codes = (0..<900).map { Int32($0 % 5) }

  @Test func ofASampleIsTheSilhouetteOfItsRows() throws {
    let rows = sampledRows(200, of: 900, seed: 3)
    let sample = observations.rows(at: rows)
    let sampleCodes = rows.map { codes[$0] }
    let whole = try silhouette(of: sample.span, codes: sampleCodes, clusterCount: 5)
    let sampled = try silhouette(
      of: observations.span, codes: codes, clusterCount: 5, sampleCount: 200, seed: 3)
    #expect(rows.count == 200)
    #expect(sampled == whole)
    #expect(sampled != nil)
  }

  @Test func samplesAllRowsIfThereAreNoMore() {
    #expect(sampledRows(900, of: 900, seed: 1) == Array(0..<900))
    #expect(sampledRows(5_000, of: 900, seed: 1) == Array(0..<900))
    #expect(sampledRows(5, of: 900, seed: 1) != sampledRows(5, of: 900, seed: 2))
  }

  @Test func hasNoneInASampleOfOneCluster() throws {
    #expect(
      try silhouette(
        of: observations.span, codes: codes, clusterCount: 5, sampleCount: 1) == nil)
  }

  @Test func hasTheSameBitsOnAnyNumberOfWorkers() throws {
    let runs = try [1, 2, 7].map { workers in
      try silhouette(of: observations.span, codes: codes, clusterCount: 5, workers: workers)
    }
    #expect(runs.allSatisfy { $0 == runs[0] })
  }
}
