import Testing
import VQTestSupport
import VectorQuantization

/// The weight of an observation is how many times it counts.
@Suite struct WeightTests {
  @Test("a weight of m counts like m copies", arguments: ScalarKind.allCases)
  func weightStandsForCopies(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(
        rows: 300, columns: 4, clusters: 6, seed: 111)
      let start = observations.randomRows(6, seed: 112)
      let copies = (0..<300).map { 1 + $0 % 3 }
      let weights = copies.map { Double($0) }
      let repeated = observations.rows(
        at: copies.indices.flatMap { [Int](repeating: $0, count: copies[$0]) })

      for search in searches {
        let weighted = try search.fit(
          observations.span, startingFrom: start, weights: weights)
        let plain = try search.fit(repeated.span, startingFrom: start)

        #expect(weighted.iterations == plain.iterations)
        expectSameFigures(weighted, plain, repeated)
      }
    }
    try check(scalar.type)
  }

  @Test("an observation with weight 0 counts like none", arguments: ScalarKind.allCases)
  func weightZeroIsAbsence(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(
        rows: 300, columns: 4, clusters: 6, seed: 113)
      let present = (0..<300).filter { $0 % 5 != 2 }
      let start = observations.rows(at: Array(present.prefix(6)))
      let weights = (0..<300).map { Double($0 % 5 != 2 ? 1 : 0) }
      let remaining = observations.rows(at: present)

      for search in searches {
        let weighted = try search.fit(
          observations.span, startingFrom: start, weights: weights)
        let plain = try search.fit(remaining.span, startingFrom: start)

        #expect(weighted.iterations == plain.iterations)
        #expect(present.map { weighted.codes[$0] } == plain.codes)
        expectSameFigures(weighted, plain, remaining)
      }
    }
    try check(scalar.type)
  }

  @Test("weights outside the range of Float count", arguments: [-200, 200])
  func weightsBeyondFloat(_ exponent: Int) throws {
    let observations = Matrix<Float>.blobs(rows: 300, columns: 4, clusters: 6, seed: 114)
    let weights = (0..<300).map { Double(1 + $0 % 3) }
    let scaled = weights.map { $0 * Double(sign: .plus, exponent: exponent, significand: 1) }
    for var search in searches {
      search.seed = 3
      let expected = try search.fit(observations.span, weights: weights)
      let found = try search.fit(observations.span, weights: scaled)
      #expect(found.codebook == expected.codebook)
      #expect(found.codes == expected.codes)
    }
  }

  @Test("seeding ignores observations with weight 0", arguments: KMeans.Initialization.allCases)
  func seedingPassesOverZeroWeights(_ initialization: KMeans.Initialization) throws {
    // The rows with weight 0 are far away, so each would be a good starting centroid.
    let observations = Matrix((0..<40).map { Double($0 < 20 ? $0 : $0 * 1000) }, columns: 1)
    let weights = (0..<40).map { $0 < 20 ? 1.0 : 0 }
    var search = KMeans(clusterCount: 4, initialization: initialization, emptyClusters: .keep)
    for seed in 0..<10 as Range<UInt64> {
      search.seed = seed
      let clustering = try search.fit(observations.span, weights: weights)
      #expect(clustering.codebook.centroids.elements.allSatisfy { abs($0) < 1000 })
    }
  }

  @Test func weightsPullTheMean() throws {
    let observations: Matrix<Double> = [[0], [10]]
    let weights = [3.0, 1]
    let clustering = try KMeans(clusterCount: 1).fit(observations.span, weights: weights)
    #expect(clustering.codebook.centroids == [[2.5]])
    #expect(clustering.counts == [2])
    #expect(agree(clustering.inertia, 3 * 6.25 + 56.25, within: 4 * .ulpOfOne))
    #expect(agree(clustering.distortion, (3 * 2.5 + 7.5) / 4, within: 4 * .ulpOfOne))
  }

  @Test("weights of 1 change nothing", arguments: KMeans.Algorithm.general)
  func unitWeightsChangeNothing(_ algorithm: KMeans.Algorithm) throws {
    let observations = Matrix<Float>.blobs(
      rows: 400, columns: 3, clusters: 7, seed: 114)
    let start = observations.randomRows(7, seed: 115)
    let weights = [Double](repeating: 1, count: 400)
    let search = KMeans(clusterCount: 7, algorithm: algorithm)
    let weighted = try search.fit(
      observations.span, startingFrom: start, weights: weights)
    let plain = try search.fit(observations.span, startingFrom: start)
    #expect(weighted.codebook == plain.codebook)
    #expect(weighted.codes == plain.codes)
  }

  @Test("observations with weight 0 do not influence when a run ends")
  func stoppingPassesOverZeroWeights() throws {
    let heaps = Matrix<Double>.blobs(rows: 200, columns: 2, clusters: 12, seed: 116)
    let start = heaps.randomRows(12, seed: 117)
    let outlier = Matrix(heaps.elements + [1e6, -1e6], columns: 2)
    let weights = [Double](repeating: 1, count: 200) + [0]
    let search = KMeans(
      clusterCount: 12, stopping: .centroidShift(atMost: 1e-4), emptyClusters: .keep)

    let weighted = try search.fit(outlier.span, startingFrom: start, weights: weights)
    let plain = try search.fit(heaps.span, startingFrom: start)

    #expect(plain.iterations > 2, "the run is long enough to end early")
    #expect(weighted.iterations == plain.iterations)
  }

  @Test("relocation ignores observations with weight 0")
  func relocationPassesOverZeroWeights() throws {
    let observations: Matrix<Double> = [[0], [1], [10], [14], [90]]
    let weights = [1.0, 1, 1, 1, 0]
    let start: Matrix<Double> = [[0.5], [11], [1000]]
    let clustering = try KMeans(clusterCount: 3).fit(
      observations.span, startingFrom: start, weights: weights)
    #expect(clustering.codebook.centroids == [[0.5], [10], [14]])
  }

  /// The two weighted observations of the first cluster are the farthest, but one of them must stay.
  ///
  /// As 0.1 + 0.2 - 0.2 - 0.1 is not 0 in `Double`, the remaining weight must be recomputed, not
  /// subtracted.
  @Test("relocation leaves no cluster without weight")
  func relocationLeavesNoClusterWithoutWeight() throws {
    let observations: Matrix<Double> = [[1010], [1020], [1000], [-500], [-500]]
    let weights = [0.1, 0.2, 0, 1, 1]
    let start: Matrix<Double> = [[1013], [1e6], [2e6], [-500]]
    let search = KMeans(clusterCount: 4, maximumIterations: 1)
    let clustering = try search.fit(
      observations.span, startingFrom: start, weights: weights)
    #expect(clustering.codebook.centroids == [[1010], [1020], [2e6], [-500]])
  }

  /// One search for each stopping rule.
  private let searches: [KMeans] = {
    let rules: [KMeans.Stopping] = [
      .never, .distortionChange(atMost: 1e-3), .centroidShift(atMost: 1e-3),
    ]
    return rules.map { rule in
      return KMeans(clusterCount: 6, stopping: rule, maximumIterations: 10, emptyClusters: .keep)
    }
  }()

  private func expectSameFigures<Scalar: VectorScalar>(
    _ weighted: Clustering<Scalar>, _ plain: Clustering<Scalar>, _ observations: Matrix<Scalar>
  ) {
    let centroid = Tolerance.centroid(Scalar.self, observations: observations.rowCount)
    #expect(
      agree(weighted.codebook.centroids, plain.codebook.centroids, within: centroid))
    // Elements are within ±10, so centroids differ by at most δ = 10 √d times `centroid`, and distances
    // by at most δ. The mean and the root mean square of the distances are above 0.5.
    let shift = 10 * Double(observations.columnCount).squareRoot() * centroid
    let tolerance = Tolerance.sum(of: observations.rowCount, each: 2 * shift / 0.5)
    #expect(agree(weighted.inertia, plain.inertia, within: tolerance))
    #expect(agree(weighted.distortion, plain.distortion, within: tolerance))
  }
}
