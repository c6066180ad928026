import Testing
import VQSelection
import VQTestSupport
import VectorQuantization

@Suite struct GapStatisticTests {
  private static let search: KMeans = {
    return KMeans(clusterCount: 1, restarts: 4, seed: 5)
  }()

  @Test(
    "it finds the number of clusters", arguments: Mixture.all, GapStatistic.Reference.allCases)
  func findsTheClusters(_ mixture: Mixture, _ reference: GapStatistic.Reference) throws {
    let observations = mixture.observations(200, of: Float.self)
    let counts = Array(1...(mixture.clusterCount + 2))
    let statistic = try GapStatistic(
      of: observations.span, by: Self.search, clusterCounts: counts, referenceCount: 8,
      reference: reference)
    #expect(statistic.choice == mixture.clusterCount)
    #expect(statistic.points.map(\.clusterCount) == counts)
  }

  @Test func findsThreeToFiveSpeciesOfIris() throws {
    let iris = try Fixture.iris()
    let statistic = try GapStatistic(
      of: iris.span, by: Self.search, clusterCounts: Array(1...8), referenceCount: 10)
    let choice = try #require(statistic.choice)
    #expect((3...5).contains(choice))
  }

  @Test func hasTheSameBitsOnAnyNumberOfWorkers() throws {
    let observations = Mixture(clusterCount: 3, featureCount: 2).observations(3000, of: Double.self)
    let runs = try [1, 2, 7].map { workers in
      var search = Self.search
      search.workers = workers
      return try GapStatistic(
        of: observations.span, by: search, clusterCounts: [1, 3], referenceCount: 2)
    }
    #expect(runs.allSatisfy { $0 == runs[0] })
  }

  @Test func isUndefinedWithoutDispersion() throws {
    let equal = Matrix<Double>(Array(repeating: 3, count: 12), columns: 2)
    let statistic = try GapStatistic(
      of: equal.span, by: Self.search, clusterCounts: [1, 2, 3], referenceCount: 2)
    #expect(statistic.points == [])
    #expect(statistic.choice == nil)
  }

  @Test func tellsHowFarItHasCome() throws {
    var steps: [Int] = []
    let observations = Mixture(clusterCount: 1, featureCount: 2).observations(20, of: Double.self)
    _ = try GapStatistic(
      of: observations.span, by: Self.search, clusterCounts: [1, 2], referenceCount: 2
    ) { done, total in
      steps.append(done)
      #expect(total == 6)
    }
    #expect(steps == Array(1...6))
  }

  @Test func refusesWhatCannotBeUsed() {
    let none = Matrix<Double>(rows: 0, columns: 2) { _ in }
    #expect(throws: ClusteringError.emptyObservations(rowCount: 0, columnCount: 2)) {
      try GapStatistic(of: none.span, by: Self.search, clusterCounts: [1])
    }
    let three: Matrix<Double> = [[1], [2], [4]]
    #expect(throws: ClusteringError.tooFewObservations(rowCount: 3, clusterCount: 4)) {
      try GapStatistic(of: three.span, by: Self.search, clusterCounts: [4])
    }
    #expect(throws: ClusteringError.self) {
      try GapStatistic(of: three.span, by: Self.search, clusterCounts: [1], referenceCount: 0)
    }
  }
}
