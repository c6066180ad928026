import Testing
import VQTestSupport
import VectorQuantization

/// Starting centroids, chosen without a fit.
@Suite struct StartingCentroidsTests {
  private let observations = Matrix<Float>.blobs(rows: 900, columns: 3, clusters: 12, seed: 641)

  @Test(
    "starting centroids are those of a fit with the same seed",
    arguments: KMeans.Initialization.allCases)
  func sameAsAFit(_ initialization: KMeans.Initialization) throws {
    let weights = (0..<900).map { Double($0 % 4) }
    var search = KMeans.starting(initialization, clusterCount: 12)
    search.seed = 5
    search.restarts = 3
    let plain = try search.startingCentroids(
      among: Observations(observations.span), weights: nil, stop: nil)
    let weighted = try search.startingCentroids(
      among: Observations(observations.span), weights: weights.span, stop: nil)
    search.restarts = 1
    #expect(try plain == search.start(observations, seed: 5).centroids)
    #expect(try weighted == search.start(observations, weights: weights, seed: 5).centroids)
    #expect(plain != weighted || initialization == .points)
  }

  @Test("invalid arguments give the same error as a fit")
  func refusesWhatAFitRefuses() {
    #expect(throws: ClusteringError.tooFewObservations(rowCount: 900, clusterCount: 901)) {
      try KMeans(clusterCount: 901).startingCentroids(
        among: Observations(observations.span), weights: nil, stop: nil)
    }
    let stop = StopFlag()
    stop.raise()
    #expect(throws: ClusteringError.stopped) {
      try KMeans(clusterCount: 9).startingCentroids(
        among: Observations(observations.span), weights: nil, stop: stop)
    }
  }
}
