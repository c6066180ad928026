import Testing
import VQSelection
import VQTestSupport
import VectorQuantization

@Suite struct DispersionTests {
  private let four: Matrix<Float> = [[0, 0], [0, 2], [10, 0], [10, 4]]

  @Test func measuresFromTheMeansOfTheCodes() throws {
    let codes: [Int32] = [0, 0, 2, 2]
    let dispersion = try Dispersion(of: four.span, codes: codes, clusterCount: 3)
    #expect(dispersion.counts == [2, 0, 2])
    #expect(dispersion.means == [[0, 1], [0, 0], [10, 2]])
    #expect(dispersion.squaredDistances == [2, 0, 8])
    #expect(dispersion.distances == [2, 0, 4])
    #expect(dispersion.withinClusters == 10)
    #expect(dispersion.betweenClusters == 101)
    #expect(dispersion.observationCount == 4)
  }

  @Test("equal rows have no dispersion, whatever their values", arguments: ScalarKind.allCases)
  func findsNoneAmongEqualRows(_ scalar: ScalarKind) throws {
    try checkEqualRows(scalar.type)
  }

  private func checkEqualRows<Scalar: VectorScalar>(_: Scalar.Type) throws {
    let rows = Matrix(
      Array(repeating: [Scalar(0.1), -1e7 / 3], count: 50).flatMap { $0 }, columns: 2)
    let codes = (0..<50).map { Int32($0 % 3) }
    let dispersion = try Dispersion(of: rows.span, codes: codes, clusterCount: 3)
    #expect(dispersion.withinClusters == 0)
    #expect(dispersion.betweenClusters == 0)
    #expect(dispersion.calinskiHarabasz == 1)
    #expect(dispersion.daviesBouldin == 0)
    #expect(dispersion.bayesianInformation == nil)
    #expect(try dispersion.simplifiedSilhouette(of: rows.span, codes: codes) == 0)
    #expect(try silhouette(of: rows.span, codes: codes, clusterCount: 3) == 0)
  }

  @Test func namesWhatDoesNotFit() {
    let (short, high): ([Int32], [Int32]) = ([0, 1], [0, 1, 2, 1])
    #expect(
      throws: ClusteringError.codeOutOfRange(position: 2, code: 2, clusterCount: 2)
    ) { try Dispersion(of: four.span, codes: high, clusterCount: 2) }
    #expect(
      throws: ClusteringError.invalidOption(
        .codes, value: "2 numbers", allowed: "4, one for each observation")
    ) { try Dispersion(of: four.span, codes: short, clusterCount: 2) }
    #expect(throws: ClusteringError.invalidClusterCount(0)) {
      try silhouette(of: four.span, codes: high, clusterCount: 0)
    }
    #expect(
      throws: ClusteringError.invalidOption(.workers, value: "0", allowed: "at least 1")
    ) { try Dispersion(of: four.span, codes: high, clusterCount: 3, workers: 0) }
  }

  @Test func refusesWhatIsNoNumber() {
    let bad: Matrix<Double> = [[0, 1], [2, .nan], [.infinity, 0]]
    let codes: [Int32] = [0, 0, 0]
    #expect(throws: ClusteringError.notFinite(row: 1, column: 1)) {
      try Dispersion(of: bad.span, codes: codes, clusterCount: 1)
    }
    #expect(throws: ClusteringError.notFinite(row: 1, column: 1)) {
      try silhouette(of: bad.span, codes: codes, clusterCount: 1)
    }
    let none = Matrix<Double>(rows: 0, columns: 2) { _ in }
    let noCodes: [Int32] = []
    #expect(throws: ClusteringError.emptyObservations(rowCount: 0, columnCount: 2)) {
      try Dispersion(of: none.span, codes: noCodes, clusterCount: 1)
    }
  }

  @Test func hasTheSameBitsOnAnyNumberOfWorkers() throws {
    // Enough work for a second worker to start.
    let rows = Matrix<Float>.blobs(rows: 30_000, columns: 16, clusters: 9, seed: 5)
    let codes = (0..<30_000).map { Int32($0 * 7 % 11) }
    let runs = try [1, 2, 7].map { workers in
      let dispersion = try Dispersion(
        of: rows.span, codes: codes, clusterCount: 11, workers: workers)
      let simplified = try dispersion.simplifiedSilhouette(
        of: rows.span, codes: codes, workers: workers)
      return (dispersion, simplified)
    }
    #expect(runs.allSatisfy { $0 == runs[0] })
  }

  @Test("more clusters than codes can number are rejected", arguments: [0, 1 << 40, Int.max])
  func refusesClusterCounts(_ count: Int) {
    #expect(throws: ClusteringError.invalidClusterCount(count)) {
      try Dispersion(of: [[1.0], [2]], codes: [0, 0], clusterCount: count)
    }
    #expect(throws: ClusteringError.invalidClusterCount(count)) {
      try silhouette(of: [[1.0], [2]], codes: [0, 0], clusterCount: count)
    }
  }
}
