import Testing
import VQSelection
import VQTestSupport
import VectorQuantization

@Suite struct SplittingSearchTests {
  private static let criteria: [SplittingSearch.Criterion] = [
    .bayesianInformation, .normality(significance: 1e-4),
  ]

  @Test("the search finds the number of clusters", arguments: criteria, Mixture.all)
  func findsTheClusters(_ criterion: SplittingSearch.Criterion, _ mixture: Mixture) throws {
    let search = SplittingSearch(criterion: criterion)
    let floats = mixture.observations(400, of: Float.self)
    let doubles = mixture.observations(400, of: Double.self)
    let float = try search.fit(floats.span)
    let double = try search.fit(doubles.span)
    #expect(float.codebook.clusterCount == mixture.clusterCount)
    #expect(double.codebook.clusterCount == mixture.clusterCount)
    #expect(float.codes.count == 400)
  }

  @Test func gMeansFindsTwoOrThreeSpeciesOfIris() throws {
    let iris = try Fixture.iris()
    let found = try SplittingSearch(criterion: .normality(significance: 1e-4)).fit(iris.span)
    #expect((2...3).contains(found.codebook.clusterCount))
  }

  @Test func xMeansSplitsWhatIsNotSpherical() throws {
    let iris = try Fixture.iris()
    let found = try SplittingSearch(criterion: .bayesianInformation).fit(iris.span)
    #expect((3...10).contains(found.codebook.clusterCount))
  }

  @Test("the search respects its limits", arguments: criteria)
  func keepsToLimits(_ criterion: SplittingSearch.Criterion) throws {
    let observations = Mixture(clusterCount: 8, featureCount: 16).observations(400, of: Float.self)
    var search = SplittingSearch(criterion: criterion)
    search.maximumClusterCount = 5
    #expect(try search.fit(observations.span).codebook.clusterCount == 5)
    search.minimumClusterCount = 4
    search.search.seed = 1
    var rounds: [Int] = []
    let found = try search.fit(observations.span) { rounds.append($0) }
    #expect(found.codebook.clusterCount == 5)
    #expect(rounds == [4, 5])
  }

  @Test("one cluster is left if nothing can be split", arguments: criteria)
  func leavesOneCluster(_ criterion: SplittingSearch.Criterion) throws {
    let search = SplittingSearch(criterion: criterion)
    let equal = Matrix<Float>(Array(repeating: 0.1, count: 100), columns: 2)
    #expect(try search.fit(equal.span).codebook.clusterCount == 1)
    let few: Matrix<Float> = [[0], [1], [100]]
    #expect(try search.fit(few.span).codebook.clusterCount == 1)
    let one: Matrix<Float> = [[5, 5]]
    #expect(try search.fit(one.span).codebook.clusterCount == 1)
  }

  @Test("two repeated values are split into two clusters", arguments: criteria)
  func splitsTwoValues(_ criterion: SplittingSearch.Criterion) throws {
    let two = Matrix<Double>((0..<40).map { $0 < 15 ? 1 : 2 }, columns: 1)
    let found = try SplittingSearch(criterion: criterion).fit(two.span)
    #expect(found.codebook.centroids.elements.sorted() == [1, 2])
  }

  @Test("results have the same bits with any number of workers", arguments: criteria)
  func isReproducible(_ criterion: SplittingSearch.Criterion) throws {
    let observations = Mixture(clusterCount: 3, featureCount: 2).observations(9000, of: Float.self)
    let runs = try [1, 2, 7].map { workers in
      var search = SplittingSearch(criterion: criterion)
      search.search.workers = workers
      return try search.fit(observations.span)
    }
    #expect(runs.allSatisfy { $0 == runs[0] })
  }

  @Test(arguments: [0, -1, 0.2, .nan])
  func wantsASignificance(_ significance: Double) {
    let three: Matrix<Double> = [[1], [2], [4]]
    #expect(throws: ClusteringError.self) {
      try SplittingSearch(criterion: .normality(significance: significance)).fit(three.span)
    }
  }

  @Test func wantsLimitsInOrder() {
    let three: Matrix<Double> = [[1], [2], [4]]
    var search = SplittingSearch(criterion: .bayesianInformation)
    search.minimumClusterCount = 2
    search.maximumClusterCount = 1
    #expect(throws: ClusteringError.self) { try search.fit(three.span) }
  }
}
