import Testing
import VQTestSupport
import VectorQuantization

/// A search by bytes finds the codes of a search in the scalar.
///
/// The shapes are those that kernel sets with products of bytes search by bytes.
@Suite struct ByteSearchTests {
  /// More than twice as many rows as centroids, and enough features that bytes pay.
  private static let shapes = [Shape(260, 64, 100), Shape(301, 33, 150), Shape(240, 130, 47)]

  @Test("the shapes are searched by bytes where kernels multiply them", arguments: shapes)
  func shapesAreSearchedByBytes(_ shape: Shape) {
    for scalarSize in [4, 8] {
      let plan = TilePlan(
        rowCount: shape.rows, featureCount: shape.columns, clusterCount: shape.clusterCount,
        scalarSize: scalarSize)
      #expect(ByteSearchPolicy.suits(plan))
    }
  }

  @Test("finds the nearest centroid", arguments: Arrangement.allCases, shapes)
  func findsTheNearest(_ arrangement: Arrangement, _ shape: Shape) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = arrangement.make(Scalar.self, shape, seed: 401)
      let drawn = observations.randomRows(shape.clusterCount, seed: 402)
      for book in [drawn, Oracle.lloydStep(observations, drawn).centroids] {
        let truth = Oracle.nearest(observations, book)
        for kernels in KernelSet.available {
          let (codes, _) = try Codebook(book).encode(observations.span, kernels: kernels)
          #expect(codes == truth.codes, "\(Scalar.self), \(kernels.name)")
        }
      }
    }
    for scalar in ScalarKind.allCases { try check(scalar.type) }
  }

  @Test("finds the nearest centroid at any magnitude", arguments: [1e-30, 1e-18, 1, 1e14, 1e30])
  func findsTheNearestAtAnyMagnitude(_ unit: Float) throws {
    let shape = Self.shapes[0]
    let observations = Matrix<Float>.blobs(shape, seed: 403).mapElements { $0 * unit }
    let book = observations.randomRows(shape.clusterCount, seed: 404)
    let truth = Oracle.nearest(observations, book)
    for kernels in KernelSet.available {
      let (codes, _) = try Codebook(book).encode(observations.span, kernels: kernels)
      #expect(codes == truth.codes, "\(kernels.name)")
    }
  }

  @Test("a far centroid, a centroid near 0 and a hidden copy leave the codes right")
  func unusualCentroids() throws {
    let shape = Self.shapes[0]
    let observations = Matrix<Float>.blobs(shape, seed: 405)
    var book = observations.randomRows(shape.clusterCount, seed: 406)
    book[row: 3] = [Float](repeating: -9999, count: shape.columns)
    book[row: 7] = [Float](repeating: 1e-25, count: shape.columns)
    book[row: 9] = book[row: 8]
    let truth = Oracle.nearest(observations, book)
    for kernels in KernelSet.available {
      let (codes, _) = try Codebook(book).encode(observations.span, kernels: kernels)
      #expect(codes == truth.codes, "\(kernels.name)")
    }
  }

  @Test("rows and centroids that are not finite do not disturb the others")
  func notFinite() throws {
    let shape = Self.shapes[0]
    var observations = Matrix<Float>.blobs(shape, seed: 407)
    var book = observations.randomRows(shape.clusterCount, seed: 408)
    let expected = try vq(observations, codebook: book).codes
    observations[20, 5] = .nan
    observations[21, 63] = .infinity
    for hasInfiniteCentroid in [false, true] {
      if hasInfiniteCentroid { book[row: 11] = [Float](repeating: .infinity, count: 64) }
      let codes = try vq(observations, codebook: book, checkFinite: false).codes
      #expect(codes[20] == 0 && codes[21] == 0)
      for row in expected.indices where row != 20 && row != 21 && expected[row] != 11 {
        #expect(codes[row] == expected[row])
      }
    }
  }

  @Test("fits have the bits of the serial kernels", arguments: KMeans.Algorithm.cases(columns: 64))
  func fitsAreTheSame(_ algorithm: KMeans.Algorithm) throws {
    let shape = Shape(700, 64, 100)
    let observations = Matrix<Float>.blobs(shape, seed: 409, narrowing: 1)
    let start = observations.randomRows(shape.clusterCount, seed: 410)
    var search = KMeans(
      clusterCount: shape.clusterCount, algorithm: algorithm, maximumIterations: 8)
    search.kernels = try KernelSet(named: "serial")
    let expected = try search.fit(observations, startingFrom: start)
    for kernels in KernelSet.available {
      search.kernels = kernels
      #expect(try search.fit(observations, startingFrom: start) == expected, "\(kernels.name)")
    }
  }
}
