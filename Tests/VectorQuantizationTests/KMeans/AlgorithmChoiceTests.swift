import Testing
import VQTestSupport
import VectorQuantization

@Suite struct AlgorithmChoiceTests {
  private func choice(
    _ algorithm: KMeans.Algorithm = .automatic, rows: Int = 10_000, features: Int = 1,
    clusters: Int, iterations: Int, restarts: Int = 1
  ) -> KMeans.Algorithm {
    let search = KMeans(
      clusterCount: clusters, algorithm: algorithm, restarts: restarts,
      maximumIterations: iterations)
    return search.chosenAlgorithm(rowCount: rows, featureCount: features)
  }

  @Test("one feature is sorted if that pays off")
  func sortsOneFeature() {
    #expect(choice(clusters: 100, iterations: 300) == .sorted)
    #expect(choice(clusters: 2, iterations: 2, restarts: 50) == .sorted)
    #expect(choice(clusters: 1000, iterations: 1) == .sorted)
    #expect(choice(clusters: 2, iterations: 1) == .lloyd)
    #expect(choice(clusters: 1, iterations: 300) == .lloyd)
    #expect(choice(rows: 100, clusters: 10, iterations: 300) == .lloyd)
    #expect(choice(features: 2, clusters: 100, iterations: 300) == .lloyd)
  }

  @Test("an explicit choice is kept")
  func leavesChoices() {
    #expect(choice(.lloyd, clusters: 100, iterations: 300) == .lloyd)
    #expect(choice(.sorted, clusters: 1, iterations: 1) == .sorted)
  }

  @Test("filtering pays off with few features, many rows and many comparisons")
  func filtersFewFeatures() {
    func pays(_ rows: Int, _ features: Int, _ clusters: Int, iterations: Int = 300) -> Bool {
      let search = KMeans(clusterCount: clusters, maximumIterations: iterations)
      return search.filteringPays(rowCount: rows, featureCount: features)
    }
    #expect(pays(4_000_000, 2, 1000) && pays(546_560, 3, 256))
    #expect(!pays(4_000_000, 2, 1000, iterations: 1) && !pays(4_000_000, 8, 1000))
    #expect(!pays(4_000_000, 1, 1000) && !pays(20_000, 2, 1000) && !pays(4_000_000, 2, 8))
  }

  @Test(
    "a fit rejects more features than the algorithm supports, and accepts fewer",
    arguments: KMeans.Algorithm.allCases)
  func refusesMoreFeatures(_ algorithm: KMeans.Algorithm) throws {
    for columns in [1, 2, 16, 17] {
      let observations = Matrix<Float>.blobs(rows: 20, columns: columns, clusters: 2, seed: 555)
      let search = KMeans(clusterCount: 2, algorithm: algorithm)
      if algorithm.suits(featureCount: columns) {
        #expect(throws: Never.self) { try search.fit(observations.span) }
        continue
      }
      let error = try #require(throws: ClusteringError.self) { try search.fit(observations.span) }
      guard case .invalidOption(.algorithm, algorithm.rawValue, let allowed) = error else {
        Issue.record("\(error)")
        return
      }
      // The advice is right: it names exactly the algorithms that support such observations.
      let advised = KMeans.Algorithm.allCases.filter { allowed.contains($0.rawValue) }
      #expect(advised == KMeans.Algorithm.allCases.filter { $0.suits(featureCount: columns) })
    }
  }

  @Test("sorting supports one feature, filtering sixteen, and the others any number")
  func takesFewFeatures() {
    #expect(KMeans.Algorithm.sorted.mostFeatures == 1)
    #expect(KMeans.Algorithm.filtering.mostFeatures == 16)
    #expect(KMeans.Algorithm.automatic.mostFeatures == nil)
  }
}
