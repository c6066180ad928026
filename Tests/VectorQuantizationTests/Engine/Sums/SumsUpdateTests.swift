import Testing
import VQTestSupport
import VectorQuantization

/// All ways to compute the sums give the same sums.
///
/// The observations have few bits, so that sums are exact in any order. Weights of 1 make the
/// engine recompute the sums in each iteration: these are the expected sums.
@Suite struct SumsUpdateTests {
  /// A shape with sums by chunk, and one whose large codebook requires sums by code.
  private static let shapes = [Shape(3000, 5, 9), Shape(500, 900, 40)]

  private func isByCode(_ shape: Shape) -> Bool {
    TilePlan.iterating(
      rowCount: shape.rows, featureCount: shape.columns, clusterCount: shape.clusterCount,
      scalarSize: 4
    ).sumsByCode
  }

  /// Observations with two features that vary, and zeros otherwise, which take several iterations
  /// to cluster.
  private func plane<Scalar: VectorScalar>(_ shape: Shape, of type: Scalar.Type) -> Matrix<Scalar> {
    let heaps = Matrix<Scalar>.blobs(
      rows: shape.rows, columns: 2, clusters: 7, seed: 221, coarseness: 8)
    return Matrix(
      (0..<shape.rows).flatMap { row in
        (0..<shape.columns).map { $0 < 2 ? heaps[row, $0] : 0 }
      }, columns: shape.columns)
  }

  private func search(_ shape: Shape, _ rule: KMeans.EmptyClusters) -> KMeans {
    return KMeans(
      clusterCount: shape.clusterCount, algorithm: .lloyd, initialization: .points,
      stopping: .never, maximumIterations: 12, emptyClusters: rule, seed: 5)
  }

  @Test(
    "sums updated from moved rows equal recomputed sums", arguments: shapes,
    [KMeans.EmptyClusters.keep, .relocate, .drop])
  func movesGiveTheSameSums(_ shape: Shape, _ rule: KMeans.EmptyClusters) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      #expect(isByCode(shape) == (shape.columns == 900))
      let observations = plane(shape, of: Scalar.self)
      let ones = [Double](repeating: 1, count: shape.rows)
      var search = search(shape, rule)
      let expected = try search.fit(observations.span, weights: ones)
      #expect(expected.iterations > 3)
      for workers in [1, 2, 5] {
        search.workers = workers
        #expect(try search.fit(observations.span) == expected)
      }
    }
    for scalar in ScalarKind.allCases { try check(scalar.type) }
  }

  @Test(
    "empty clusters are handled the same with and without weights of 1",
    arguments: [KMeans.EmptyClusters.relocate, .drop])
  func emptyClustersAreFilledAlike(_ rule: KMeans.EmptyClusters) throws {
    // Half of the centroids are far from all observations.
    let shape = Shape(600, 128, 257)
    let observations = Matrix<Float>.blobs(
      rows: 600, columns: 128, clusters: 140, seed: 222, coarseness: 8)
    let near = observations.randomRows(130, seed: 223)
    let far = Matrix<Float>(
      (0..<(127 * 128)).map { Float(1000 + $0 / 128) }, columns: 128)
    let start = Matrix(near.elements + far.elements, columns: 128)
    let ones = [Double](repeating: 1, count: 600)
    let search = search(shape, rule)
    let expected = try search.fit(
      observations.span, startingFrom: start, weights: ones)
    #expect(try search.fit(observations.span, startingFrom: start) == expected)
    #expect(rule == .drop || expected.codebook.clusterCount == 257)
    #expect(rule == .relocate || expected.codebook.clusterCount <= 130)
  }

  @Test("restarts with sums by code do not depend on workers or weights of 1")
  func restartsByCode() throws {
    let shape = Shape(400, 128, 257)
    let observations = Matrix<Double>.blobs(shape, seed: 224, coarseness: 8)
    var search = search(shape, .keep)
    search.maximumIterations = 5
    search.restarts = 3
    let found = try search.fit(observations.span)
    search.workers = 1
    #expect(try search.fit(observations.span) == found)
    let ones = [Double](repeating: 1, count: 400)
    #expect(try search.fit(observations.span, weights: ones) == found)
  }

  @Test("iterations with sums by code equal Lloyd's, bit for bit")
  func stepsByCodeAreLloyds() throws {
    let shape = Shape(300, 128, 257)
    let observations = Matrix<Double>.blobs(shape, seed: 225, coarseness: 8)
    let start = observations.randomRows(257, seed: 226)
    var search = search(shape, .keep)
    search.maximumIterations = 2
    let found = try search.fit(observations.span, startingFrom: start)
    let first = Oracle.lloydStep(observations, start)
    let second = Oracle.lloydStep(observations, first.centroids)
    #expect(found.codebook.centroids == second.centroids)
  }
}
