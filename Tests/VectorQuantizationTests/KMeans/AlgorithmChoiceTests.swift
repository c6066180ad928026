import Testing
import VQTestSupport
import VectorQuantization

@Suite struct AlgorithmChoiceTests {
  private func choice(
    _ algorithm: KMeans.Algorithm = .automatic, rows: Int = 10_000, features: Int = 1,
    clusters: Int, iterations: Int, restarts: Int = 1
  ) -> KMeans.Algorithm {
    var search = KMeans(clusterCount: clusters)
    search.algorithm = algorithm
    search.maximumIterations = iterations
    search.restarts = restarts
    return search.chosenAlgorithm(rowCount: rows, featureCount: features)
  }

  @Test("one feature is sorted where that pays")
  func sortsOneFeature() {
    #expect(choice(clusters: 100, iterations: 300) == .sorted)
    #expect(choice(clusters: 2, iterations: 2, restarts: 50) == .sorted)
    #expect(choice(clusters: 1000, iterations: 1) == .sorted)
    #expect(choice(clusters: 2, iterations: 1) == .lloyd)
    #expect(choice(clusters: 1, iterations: 300) == .lloyd)
    #expect(choice(rows: 100, clusters: 10, iterations: 300) == .lloyd)
    #expect(choice(features: 2, clusters: 100, iterations: 300) == .lloyd)
  }

  @Test("a choice that was made stands")
  func leavesChoices() {
    #expect(choice(.lloyd, clusters: 100, iterations: 300) == .lloyd)
    #expect(choice(.sorted, clusters: 1, iterations: 1) == .sorted)
  }

  @Test("sorting takes one feature")
  func refusesMoreFeatures() throws {
    let observations: Matrix<Float> = [[1, 2], [3, 4]]
    var search = KMeans(clusterCount: 1)
    search.algorithm = .sorted
    let error = try #require(throws: ClusteringError.self) { try search.fit(observations.span) }
    guard case .invalidOption("algorithm", "sorted", let allowed) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(allowed.hasPrefix("automatic or lloyd"))
  }
}
