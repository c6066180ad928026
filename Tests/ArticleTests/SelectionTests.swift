import Testing
import VQSelection
import VQTestSupport
import VectorQuantization

/// The code of the landing page of `VQSelection`.
@Suite struct SelectionTests {
  private let observations = Matrix<Double>.blobs(
    rows: 400, columns: 2, clusters: 3, seed: 1, narrowing: 3)

  @Test("a curve of scores has a maximum")
  func choosesByScores() throws {
    var scores: [Double?] = []
    for clusterCount in 2...6 {
      let clustering = try KMeans(clusterCount: clusterCount, seed: 7).fit(observations)
      let dispersion = try Dispersion(
        of: observations, codes: clustering.codes, clusterCount: clusterCount)
      scores.append(dispersion.calinskiHarabasz)
    }
    let curve = Curve(clusterCounts: Array(2...6), scores: scores)
    print(curve.maximum?.clusterCount ?? 0)
    #expect(curve.maximum?.clusterCount == 3)
  }

  @Test("splitting finds the clusters without a list of candidates")
  func splits() throws {
    let search = SplittingSearch(criterion: .normality(significance: 1e-4))
    let clustering = try search.fit(observations)
    print(clustering.codebook.clusterCount)
    #expect(clustering.codebook.clusterCount == 3)
  }
}
