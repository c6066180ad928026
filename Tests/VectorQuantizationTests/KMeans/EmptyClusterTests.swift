import Testing
import VQTestSupport
import VectorQuantization

/// Each rule on a few numbers; `start` has a centroid far away from all of them.
@Suite struct EmptyClusterTests {
  let observations: Matrix<Double> = [[0], [1], [10], [14]]
  let start: Matrix<Double> = [[0.5], [1000], [11]]

  private func fit(
    _ rule: KMeans.EmptyClusters, _ observations: Matrix<Double>, _ start: Matrix<Double>
  ) throws -> Clustering<Double> {
    let search = KMeans(clusterCount: start.rowCount, emptyClusters: rule)
    return try search.fit(observations.span, startingFrom: start)
  }

  @Test func keepLeavesTheCentroidWhereItWas() throws {
    let clustering = try fit(.keep, observations, start)
    #expect(clustering.codebook.centroids == [[0.5], [1000], [12]])
    #expect(clustering.codes == [0, 0, 2, 2])
    #expect(clustering.counts == [2, 0, 2])
    #expect(clustering.emptyClusters == [1])
  }

  @Test func dropMovesCodesDown() throws {
    let clustering = try fit(.drop, observations, start)
    #expect(clustering.codebook.centroids == [[0.5], [12]])
    #expect(clustering.codes == [0, 0, 1, 1])
    #expect(clustering.counts == [2, 2])
    #expect(clustering.emptyClusters.isEmpty)
  }

  @Test func failNamesTheClusterAndIteration() {
    #expect(throws: ClusteringError.emptyCluster(code: 1, iteration: 1)) {
      try fit(.fail, observations, start)
    }
  }

  /// The outer centroids move inwards and take the observations of the middle one.
  @Test func failNamesALaterIteration() {
    let observations: Matrix<Double> = [[-1.25], [-1], [1], [1.25]]
    let start: Matrix<Double> = [[-2.25], [0], [2.25]]
    #expect(throws: ClusteringError.emptyCluster(code: 1, iteration: 2)) {
      try fit(.fail, observations, start)
    }
  }

  @Test func relocateTakesTheFarthestObservation() throws {
    let clustering = try fit(.relocate, observations, start)
    // 14 is farthest from its centroid, 11. The rest of that cluster is 10.
    #expect(clustering.codebook.centroids == [[0.5], [14], [10]])
    #expect(clustering.codes == [0, 0, 2, 1])
    #expect(clustering.counts == [2, 1, 1])
  }

  @Test func relocateTakesAnObservationForEachEmptyCluster() throws {
    let observations: Matrix<Double> = [[0], [1], [10], [14], [30]]
    let clustering = try fit(.relocate, observations, [[0.5], [16], [1000], [2000]])
    // The distances from 16 are 14 to 30, 6 to 10 and 2 to 14.
    #expect(clustering.codebook.centroids.elements.sorted() == [0.5, 10, 14, 30])
    #expect(clustering.emptyClusters.isEmpty)
  }

  @Test func relocateHasNowhereToGoIfEveryObservationLiesOnACentroid() throws {
    let clustering = try fit(.relocate, [[1], [1], [2], [2]], [[1], [2], [50]])
    #expect(clustering.codebook.centroids == [[1], [2], [50]])
    #expect(clustering.counts == [2, 2, 0])
    #expect(clustering.outcome == .converged)
  }

  @Test("fewer distinct observations than clusters give a valid result", arguments: rules)
  func fewDifferentObservations(_ rule: KMeans.EmptyClusters) throws {
    let observations: Matrix<Double> = [[3, 4], [3, 4], [3, 4], [5, 6], [5, 6]]
    for initialization in KMeans.Initialization.allCases {
      let search = KMeans(
        clusterCount: 4, initialization: initialization, emptyClusters: rule, seed: 12)
      let clustering = try search.fit(observations.span)
      #expect(clustering.counts.reduce(0, +) == 5)
      #expect(clustering.counts.count == clustering.codebook.clusterCount)
      if rule == .relocate { #expect(clustering.inertia == 0) }
      if rule == .drop { #expect(clustering.emptyClusters.isEmpty) }
    }
  }

  private static let rules: [KMeans.EmptyClusters] = [.relocate, .keep, .drop]
}
