import Testing
import VQTestSupport
import VectorQuantization

/// Sizes beside those of tiles, groups of rows, panels, groups of centroids and lists of neighbours.
@Suite struct PruningShapeTests {
  private static let columnCounts = [1, 2, 3, 8, 9, 16, 17, 33, 64, 65, 130]
  private static let clusterCounts = [2, 3, 8, 9, 16, 17, 40, 100]

  @Test("with any number of features and clusters", arguments: columnCounts, clusterCounts)
  func findsTheSame(_ columns: Int, _ clusterCount: Int) {
    func check<Scalar: VectorScalar>(_: Scalar.Type, _ rowCount: Int, narrowing: Int) {
      let observations = Matrix<Scalar>.blobs(
        rows: rowCount, columns: columns, clusters: clusterCount, seed: 620, narrowing: narrowing)
      let start = observations.randomRows(clusterCount, seed: 621)
      var search = KMeans(clusterCount: clusterCount)
      search.stopping = .never
      search.maximumIterations = 12
      search.expectLloyds(columns: columns) {
        try $0.fit(observations.span, startingFrom: start.span)
      }
    }
    check(Float.self, 331, narrowing: 0)
    check(Double.self, 257, narrowing: 3)
  }

  @Test("with any number of observations", arguments: [1, 2, 3, 15, 16, 17, 47, 48, 49, 95, 97])
  func findsTheSameOfFewRows(_ rowCount: Int) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      for columns in [1, 3, 9, 20] {
        for clusterCount in Set([1, 2, rowCount / 2, rowCount]) where clusterCount > 0 {
          let observations = Matrix<Scalar>.blobs(
            rows: rowCount, columns: columns, clusters: 8, seed: 622)
          let start = observations.randomRows(min(clusterCount, rowCount), seed: 623)
          var search = KMeans(clusterCount: start.rowCount)
          search.stopping = .never
          search.maximumIterations = 8
          search.expectLloyds(columns: columns) {
            try $0.fit(observations.span, startingFrom: start.span)
          }
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("with many clusters, whose sums are by code", arguments: [1, 2])
  func findsTheSameOfManyClusters(_ restarts: Int) {
    let observations = Matrix<Float>.blobs(
      rows: 2500, columns: 12, clusters: 1200, seed: 624, narrowing: 2)
    var search = KMeans(clusterCount: 1200)
    search.initialization = .points
    search.restarts = restarts
    search.seed = 625
    search.stopping = .never
    search.maximumIterations = 6
    search.expectLloyds(columns: 12) { try $0.fit(observations.span) }
  }

  @Test("on any number of workers")
  func isReproducible() throws {
    let observations = Matrix<Float>.wandering(
      rows: 5100, columns: 16, clusters: 160, seed: 626)
    let start = observations.randomRows(160, seed: 627)
    var search = KMeans(clusterCount: 160)
    search.stopping = .never
    search.maximumIterations = 4
    search.workers = 1
    let expected = search.outcome(by: .lloyd) {
      try $0.fit(observations.span, startingFrom: start.span)
    }
    for algorithm in [KMeans.Algorithm.hamerly, .yinyang, .screening, .filtering] {
      for workers in [2, 7] {
        search.workers = workers
        let found = search.outcome(by: algorithm) {
          try $0.fit(observations.span, startingFrom: start.span)
        }
        #expect(areTheSame(found, expected), "\(algorithm), \(workers) workers")
      }
    }
  }
}
