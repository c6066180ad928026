import Testing
import VQSelection
import VQTestSupport
import VectorQuantization

@Suite struct HeldOutDistortionTests {
  private static let search: KMeans = {
    return KMeans(clusterCount: 1, restarts: 2, seed: 2)
  }()

  @Test func leavesOneOutIfThereAreFewerThanFolds() throws {
    // The distances from each of the three to the mean of the other two are 4.5, 4.5 and 9.
    let three: Matrix<Double> = [[0], [0], [9]]
    let results = try HeldOutDistortion.measure(
      three.span, by: Self.search, clusterCounts: [1, 2, 3])
    #expect(results.map(\.clusterCount) == [1, 2])
    #expect(results[0].meanSquaredDistance == (4.5 * 4.5 + 4.5 * 4.5 + 81) / 3)
    #expect(results[0].distortion == 6)
    #expect(results[1].meanSquaredDistance == 27)
    #expect(results[1].distortion == 3)
  }

  @Test("the curve has its knee at the number of clusters", arguments: [3, 8])
  func bendsAtTheClusters(_ clusterCount: Int) throws {
    let observations = Mixture(clusterCount: clusterCount, featureCount: 2)
      .observations(300, of: Float.self)
    let results = try HeldOutDistortion.measure(
      observations.span, by: Self.search, clusterCounts: Array(1...12))
    let curve = Curve(
      results.map { Curve.Point(clusterCount: $0.clusterCount, score: $0.meanSquaredDistance) })
    #expect(curve.knee?.clusterCount == clusterCount)
  }

  @Test func hasTheSameBitsOnAnyNumberOfWorkers() throws {
    let observations = Mixture(clusterCount: 3, featureCount: 2).observations(3000, of: Float.self)
    let runs = try [1, 2, 7].map { workers in
      var search = Self.search
      search.workers = workers
      return try HeldOutDistortion.measure(observations.span, by: search, clusterCounts: [2, 5])
    }
    #expect(runs.allSatisfy { $0 == runs[0] })
  }

  @Test func refusesWhatCannotBeDivided() {
    let one: Matrix<Double> = [[1, 2]]
    #expect(throws: ClusteringError.tooFewObservations(rowCount: 1, clusterCount: 2)) {
      try HeldOutDistortion.measure(one.span, by: Self.search, clusterCounts: [1])
    }
    #expect(throws: ClusteringError.self) {
      try HeldOutDistortion.measure(
        one.span, by: Self.search, clusterCounts: [1], foldCount: 1)
    }
  }

  @Test("the error names the row among all observations", arguments: 0..<4)
  func namesTheRow(_ row: Int) {
    var rows: [[Double]] = [[1, 1], [2, 1], [3, 1], [4, 1]]
    rows[row][1] = .nan
    #expect(throws: ClusteringError.notFinite(row: row, column: 1)) {
      try HeldOutDistortion.measure(rows, by: Self.search, clusterCounts: [1])
    }
    rows[row][1] = 1e308
    #expect(throws: ClusteringError.magnitudeTooLarge(row: row, column: 1)) {
      try HeldOutDistortion.measure(rows, by: Self.search, clusterCounts: [1])
    }
  }
}
