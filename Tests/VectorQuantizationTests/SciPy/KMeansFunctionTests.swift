import Testing
import VQTestSupport
import VectorQuantization

/// SciPy's rules, each on a few numbers that can be verified by hand.
@Suite struct KMeansFunctionTests {
  @Test(arguments: [1e-5, 1e16, .infinity])
  func averagesAtLeastOnceWhateverTheThreshold(_ threshold: Double) throws {
    let (codebook, distortion) = try kmeans(
      oneFeature: [1.0, 2, 3, 4, 10], k: 1, threshold: threshold, seed: 1)
    #expect(codebook == [4])
    #expect(agree(distortion, 2.4, within: 2 * .ulpOfOne))
  }

  @Test func startsFromASingleScalar() throws {
    let (codebook, distortion) = try kmeans(oneFeature: [1.0, 2, 3, 4, 10], startingFrom: [3])
    #expect(codebook == [4])
    #expect(agree(distortion, 2.4, within: 2 * .ulpOfOne))
  }

  @Test func dropsCentroidsWithoutObservations() throws {
    let (codebook, distortion) = try kmeans(oneFeature: [7.0, 7, 7, 7, 7], k: 2, seed: 1)
    #expect(codebook == [7])
    #expect(distortion == 0)
  }

  @Test func startsFromMoreCentroidsThanObservations() throws {
    let (codebook, distortion) = try kmeans(oneFeature: [1.0, 9], startingFrom: [0, 10, 20, 30])
    #expect(codebook == [1, 9])
    #expect(distortion == 0)
  }

  @Test("kmeans2 returns the codes from before the last move")
  func kmeans2IsOneAssignmentBehind() throws {
    let observations = [0.0, 1, 2, 3, 10]
    let (centroids, codes) = try kmeans2(
      oneFeature: observations, startingFrom: [0, 3], iterations: 1)
    #expect(centroids == [0.5, 5])
    #expect(codes == [0, 0, 1, 1, 1])

    let nearest = try vq(oneFeature: observations, codebook: centroids).codes
    #expect(nearest == [0, 0, 0, 1, 1])
  }

  @Test("kmeans2 keeps a centroid without observations where it was")
  func kmeans2KeepsEmptyClusters() throws {
    let (centroids, codes) = try kmeans2(oneFeature: [0.0, 1, 5, 6], startingFrom: [0, 400, 6])
    #expect(centroids == [0.5, 400, 5.5])
    #expect(codes == [0, 0, 2, 2])
  }

  @Test("kmeans2 fails on a centroid without observations if requested")
  func kmeans2FailsOnEmptyClusters() {
    #expect(throws: ClusteringError.emptyCluster(code: 1, iteration: 1)) {
      try kmeans2(oneFeature: [0.0, 1, 5, 6], startingFrom: [0, 400, 6], missing: .fail)
    }
  }

  @Test("kmeans2 rejects drop and relocate", arguments: [KMeans.EmptyClusters.drop, .relocate])
  func kmeans2HasNoOtherRule(_ rule: KMeans.EmptyClusters) {
    let expected = ClusteringError.invalidOption(
      .missing, value: rule.rawValue, allowed: "keep or fail")
    #expect(throws: expected) {
      try kmeans2(
        oneFeature: [0, 1, 5, 6, 7], startingFrom: [0, 400, 6], iterations: 1, missing: rule)
    }
  }

  @Test("the same seed gives the same codebook with any number of workers", arguments: [1, 2, 7])
  func isReproducible(_ workers: Int) throws {
    let observations = Matrix<Float>.blobs(.large, seed: 5)
    let one = try kmeans(observations.span, k: 9, restarts: 3, seed: 11, workers: 1)
    let many = try kmeans(observations.span, k: 9, restarts: 3, seed: 11, workers: workers)
    #expect(one == many)
  }

  /// Arrays that only live for one call must keep their elements until the function reads them.
  ///
  /// Their numbers are not known to the compiler, so optimized code cannot fold them.
  @Test("functions can read temporary arrays", arguments: [2.0, 1e12])
  func readsArraysMadeForTheCall(_ far: Double) throws {
    let (codes, distances) = try vq(oneFeature: [0.1, far, far + 1], codebook: [0, far])
    #expect(codes == [0, 1, 1])
    #expect(distances == [0.1, 0, 1])
    let (codebook, _) = try kmeans(oneFeature: [0, far, far + 1], startingFrom: [0, far])
    #expect(codebook == [0, far + 0.5])
    #expect(try kmeans(oneFeature: [far, far, far], k: 1, restarts: 1).codebook == [far])
    let (centroids, _) = try kmeans2(oneFeature: [0, far, far + 1], startingFrom: [0, far])
    #expect(centroids == [0, far + 0.5])
    #expect(try kmeans2(oneFeature: [far, far], k: 1, initialization: .points).centroids == [far])
    #expect(try whiten(oneFeature: [0, far, 0, far]) == [0, 2, 0, 2])
  }

  @Test("kmeans2 supports every initialization", arguments: KMeans.Initialization.allCases)
  func kmeans2StartsByEveryRule(_ initialization: KMeans.Initialization) throws {
    let observations = Matrix<Double>.blobs(rows: 200, columns: 3, clusters: 4, seed: 6)
    let (centroids, codes) = try kmeans2(
      observations.span, k: 4, initialization: initialization, seed: 2)

    #expect(centroids.rowCount == 4 && centroids.columnCount == 3)
    #expect(codes.count == 200 && codes.allSatisfy { (0..<4).contains($0) })
    let means = Oracle.means(observations, codes: codes, clusterCount: 4).means
    let tolerance = Tolerance.centroid(Double.self, observations: 200) * 10  // elements within ±10
    #expect(
      zip(means, centroids.elements).allSatisfy { $0.isNaN || abs($0 - $1) <= tolerance })
  }

  @Test("functions for one feature agree with those for one column")
  func scalarsAgreeWithOneColumn() throws {
    let scalars = Matrix<Float>.blobs(rows: 300, columns: 1, clusters: 6, seed: 7).elements
    let column = Matrix(scalars, columns: 1)
    let start = column.randomRows(6, seed: 1)

    let whitened = try whiten(column.span)
    #expect(try whiten(oneFeature: scalars) == whitened.elements)

    let coded = try vq(column.span, codebook: start)
    #expect(try vq(oneFeature: scalars, codebook: start.elements) == coded)

    let found = try kmeans(column.span, k: 6, restarts: 2, seed: 3)
    #expect(
      try kmeans(oneFeature: scalars, k: 6, restarts: 2, seed: 3) == (
        found.codebook.elements, found.distortion
      )
    )
    let improved = try kmeans(column.span, startingFrom: start)
    #expect(
      try kmeans(oneFeature: scalars, startingFrom: start.elements)
        == (improved.codebook.elements, improved.distortion))

    let drawn = try kmeans2(column.span, k: 6, initialization: .points, seed: 3)
    #expect(
      try kmeans2(oneFeature: scalars, k: 6, initialization: .points, seed: 3)
        == (drawn.centroids.elements, drawn.codes))
    let moved = try kmeans2(column.span, startingFrom: start)
    #expect(
      try kmeans2(oneFeature: scalars, startingFrom: start.elements) == (
        moved.centroids.elements, moved.codes
      ))
  }
}
