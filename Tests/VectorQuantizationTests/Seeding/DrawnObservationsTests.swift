import Testing
import VQTestSupport
import VectorQuantization

/// Properties of all starts that consist of observations.
@Suite struct DrawnObservationsTests {
  static let rules: [KMeans.Initialization] = [
    .automatic, .points, .plusPlus, .greedyPlusPlus, .parallel,
  ]

  @Test("a start consists of distinct observations", arguments: rules, ScalarKind.allCases)
  func startsAreDifferentObservations(
    _ rule: KMeans.Initialization, _ scalar: ScalarKind
  ) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(rows: 60, columns: 2, clusters: 4, seed: 221)
      let rows = Set(observations.rowArrays)
      for count in [1, 2, 9, 60] {
        for seed in 0..<5 as Range<UInt64> {
          let start = try KMeans.starting(rule, clusterCount: count).start(observations, seed: seed)
          let found = Set(start.centroids.rowArrays)
          #expect(found.count == count && found.isSubset(of: rows))
        }
      }
    }
    try check(scalar.type)
  }

  @Test("k-means++ finds every distinct value before it repeats one", arguments: [false, true])
  func differentValuesComeFirst(_ isGreedy: Bool) throws {
    let observations = Matrix<Float>.duplicates(Shape(40, 2, 1), distinct: 10, seed: 222)
    let values = Set(observations.rowArrays)
    let different = values.count
    try #require(different >= 8 && different <= 10)
    for seed in 0..<20 as Range<UInt64> {
      for count in [different, different + 1, 25, 40] {
        let start = try KMeans.starting(
          isGreedy ? .greedyPlusPlus : .plusPlus, clusterCount: count
        ).start(observations, seed: seed)
        #expect(Set(start.centroids.rowArrays.prefix(different)) == values)
        #expect(start.centroids.rowCount == count)
        #expect(start.inertia == 0)
      }
      // With as many centroids as observations, each observation is chosen once.
      let all = try KMeans.starting(
        isGreedy ? .greedyPlusPlus : .plusPlus, clusterCount: 40
      ).start(observations, seed: seed)
      func sorted(_ rows: [[Float]]) -> [[Float]] {
        rows.sorted { $0.lexicographicallyPrecedes($1) }
      }
      #expect(sorted(all.centroids.rowArrays) == sorted(observations.rowArrays))
    }
  }

  @Test("equal observations give the requested number of centroids", arguments: rules)
  func equalObservationsAreNoError(_ rule: KMeans.Initialization) throws {
    let observations = Matrix([Double](repeating: 0.1, count: 60), columns: 3)
    for count in [1, 2, 5, 20] {
      let start = try KMeans.starting(rule, clusterCount: count).start(observations, seed: 1)
      #expect(start.centroids.elements == [Double](repeating: 0.1, count: 3 * count))
    }
  }

  @Test("an observation of weight 0 is never drawn", arguments: rules)
  func weightZeroIsNeverDrawn(_ rule: KMeans.Initialization) throws {
    // More than one tile of rows; the last tile has no positive weight.
    let observations = Matrix((0..<1000).map { Double($0) }, columns: 1)
    let weights = (0..<1000).map { $0 % 100 == 7 && $0 < 700 ? 1.0 : 0 }
    let weighted = Set(stride(from: 7.0, to: 700, by: 100))
    for count in [1, 3, 7] {
      for seed in 0..<20 as Range<UInt64> {
        let start = try KMeans.starting(rule, clusterCount: count)
          .start(observations, weights: weights, seed: seed)
        let found = Set(start.centroids.elements)
        #expect(found.count == count && found.isSubset(of: weighted))
      }
    }
  }

  @Test("every observation is equally likely to be the first", arguments: rules)
  func firstIsUniform(_ rule: KMeans.Initialization) throws {
    let observations: Matrix<Float> = [[0], [1], [2], [3], [100]]
    let search = KMeans.starting(rule, clusterCount: 1)
    let counts = try counts(of: observations, search)
    #expect(isPlausible(counts, shares: [0.2, 0.2, 0.2, 0.2, 0.2]))
  }

  @Test("k-means++ draws the first row by weight", arguments: [false, true])
  func firstFollowsWeights(_ isGreedy: Bool) throws {
    let observations: Matrix<Float> = [[0], [1], [2], [3], [100]]
    let search = KMeans.starting(isGreedy ? .greedyPlusPlus : .plusPlus, clusterCount: 1)
    let counts = try counts(of: observations, search, weights: [1, 0, 2, 4, 1])
    #expect(counts[1] == 0)
    let shares = [0.125, 0.25, 0.5, 0.125]
    #expect(isPlausible([0, 2, 3, 4].map { counts[$0] }, shares: shares))
  }

  @Test("every selection of random points is equally likely")
  func selectionsAreUniform() throws {
    let observations: Matrix<Float> = [[0], [1], [2], [3], [4]]
    var counts: [[Float]: Int] = [:]
    for seed in 0..<1500 as Range<UInt64> {
      let start = try KMeans.starting(.points, clusterCount: 2).start(observations, seed: seed)
      counts[start.centroids.elements, default: 0] += 1
    }
    #expect(counts.count == 20)
    #expect(isPlausible(Array(counts.values), shares: Array(repeating: 0.05, count: 20)))
  }

  /// Counts how often each observation is the start.
  private func counts(
    of observations: Matrix<Float>, _ search: KMeans, weights: [Double]? = nil
  ) throws -> [Int] {
    var counts = [Int](repeating: 0, count: observations.rowCount)
    for seed in 0..<1000 as Range<UInt64> {
      let start = try search.start(observations, weights: weights, seed: seed)
      if let row = observations.elements.firstIndex(of: start.centroids.elements[0]) {
        counts[row] += 1
      }
    }
    return counts
  }
}
