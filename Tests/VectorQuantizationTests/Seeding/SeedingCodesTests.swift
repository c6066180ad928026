import Testing
import VQTestSupport
import VectorQuantization

/// The codes that seeding returns are those of the first iteration.
@Suite struct SeedingCodesTests {
  private static let rules: [KMeans.Initialization] = [.plusPlus, .greedyPlusPlus]

  @Test(
    "the first iteration's codes are exact", arguments: rules,
    [Arrangement.blobs, .lattice, .duplicates])
  func firstCodesAreExact(_ rule: KMeans.Initialization, _ arrangement: Arrangement) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      for (shape, offset) in [
        (Shape(1, 1, 1), 0), (Shape(17, 9, 17), 0), (Shape(385, 3, 40), 0),
        (Shape(385, 3, 40), 500),
        (Shape(2000, 12, 30), 0),
      ] as [(Shape, Scalar)] {
        let observations = arrangement.make(Scalar.self, shape, seed: 271)
          .mapElements { $0 + offset }
        try expectExactCodes(rule, shape.clusterCount, observations)
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  @Test(
    "codes are exact for numbers of any magnitude", arguments: rules,
    [0x1p-1000, 0x1p-530, 0x1p-300, 0x1p500, 0x1p1000])
  func magnitudeDoesNotMatter(_ rule: KMeans.Initialization, _ unit: Double) throws {
    let observations = Matrix<Double>.blobs(rows: 200, columns: 3, clusters: 9, seed: 272)
      .mapElements { $0 * unit }
    try expectExactCodes(rule, 20, observations)
    // Some numbers are so near 0 that squares of their differences underflow next to the others.
    let elements = observations.elements.enumerated().map { index, element in
      index < 60 ? element * 0x1p-600 : element
    }
    try expectExactCodes(rule, 40, Matrix(elements, columns: 3))
  }

  @Test(
    "a fit with known first codes has the same bits as one without", arguments: rules,
    KMeans.EmptyClusters.allCases)
  func fitsHaveTheSameBits(
    _ rule: KMeans.Initialization, _ emptyClusters: KMeans.EmptyClusters
  ) throws {
    // Numbers with all digits, so that sums round, and updated sums differ from recomputed ones.
    let observations = Matrix<Double>.blobs(rows: 3000, columns: 5, clusters: 12, seed: 273)
      .mapElements { $0 / 3 }
    let weights = (0..<3000).map { Double($0 % 4) }
    for weights in [nil, weights] {
      for stopping in [KMeans.Stopping.never, .distortionChange(atMost: 0.001)] {
        var search = KMeans.starting(rule, clusterCount: 20)
        search.emptyClusters = emptyClusters
        search.stopping = stopping
        search.maximumIterations = 6
        let start = try search.start(observations, weights: weights, seed: 5).centroids
        search.seed = 5
        let (found, expected) =
          if let weights {
            (
              try search.fit(observations.span, weights: weights),
              try search.fit(observations.span, startingFrom: start, weights: weights)
            )
          } else {
            (
              try search.fit(observations.span),
              try search.fit(observations.span, startingFrom: start)
            )
          }
        #expect(found == expected)
      }
    }
  }

  /// Compares the codes of a first iteration with an exact search.
  private func expectExactCodes<Scalar: VectorScalar>(
    _ rule: KMeans.Initialization, _ clusterCount: Int, _ observations: Matrix<Scalar>
  ) throws {
    for pairLimit in [nil, 100] {
      var search = KMeans.starting(rule, clusterCount: clusterCount)
      search.resources.seedingPairs = pairLimit
      search.emptyClusters = .keep
      search.maximumIterations = 1
      search.stopping = .never
      let start = try search.start(observations, seed: 6).centroids
      search.seed = 6
      let clustering = try search.fit(
        Observations(observations.span), startingFrom: [], keepingLastAssignment: true)
      #expect(clustering.codes == Oracle.nearest(observations, start).codes)
    }
  }
}
