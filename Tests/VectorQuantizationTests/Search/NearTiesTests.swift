import Testing
import VQTestSupport
import VectorQuantization

/// Exact comparison of distances, the final decision on the nearest centroid.
@Suite struct NearTiesTests {
  /// Returns the nearest among all centroids, or among the given codes.
  private func nearest<Scalar: VectorScalar>(
    _ row: [Scalar], _ centroids: Matrix<Scalar>, among codes: [Int32]? = nil, scale: Double = 1
  ) -> Int32? {
    let codes = codes ?? (0..<centroids.rowCount).map { Int32($0) }
    let doubles = Matrix(centroids.elements.map { Double($0) }, columns: centroids.columnCount)
    return NearTies.nearest(to: row.span, among: codes.span, of: doubles.span, scale: scale)
  }

  @Test("exact ties give the lowest code")
  func tiesGiveTheLowestCode() {
    let cross: Matrix<Double> = [[9, 9], [0, 1], [1, 0], [0, -1], [-1, 0]]
    #expect(nearest([0, 0], cross) == 1)
    #expect(nearest([0, 0], cross, among: [0, 2, 4]) == 2)
    #expect(nearest([0.5, 0], [[0, 0], [1, 0]]) == 0)
    #expect(nearest([3, 3], [[1, 2], [1, 2], [1, 2]]) == 0)
  }

  @Test("a difference of one ulp decides, even if squares in Double are equal")
  func oneUlpIsToldApart() {
    let (far, near) = (1e15, 0x1p-10)
    #expect(nearest([0], [[far.nextUp], [far]]) == 1)
    #expect(nearest([far], [[-far.nextUp], [-far]]) == 1)
    #expect(1 + near * near == 1 + near.nextUp * near.nextUp)
    #expect(nearest([0, 0], [[1, near.nextUp], [1, near]]) == 1)
    #expect(nearest([0, 0], [[near, -1], [near.nextUp, 1]]) == 0)

    let single: Float = 0x1p-30
    #expect(nearest([0, 0], [[1, single.nextUp], [1, single]]) == 1)
    #expect(nearest([0, 0], [[1, single], [1, single.nextUp]]) == 0)
  }

  @Test("centroids with permuted coordinates tie", arguments: [0.0, 0.7, -1e6])
  func permutationsTie(_ diagonal: Double) {
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    let coordinates = [0.1, 0.2, 0.3]
    let elements = orders.flatMap { $0.map { coordinates[$0] } }
    let double = Matrix(elements, columns: 3)
    let single = Matrix(elements.map { Float($0) }, columns: 3)
    for first in 0..<6 {
      let codes = (first..<6).map { Int32($0) }
      #expect(nearest([diagonal, diagonal, diagonal], double, among: codes) == Int32(first))
      let row = Array(repeating: Float(diagonal), count: 3)
      #expect(nearest(row, single, among: codes) == Int32(first))
    }
  }

  @Test(
    "the magnitude of numbers does not matter",
    arguments: [1e300, 1e200, 1, 1e-200, 1e-300, 0x1p-1030, .leastNonzeroMagnitude],
    [1, 0x1p-1022, 0x1p-500, 0x1p500, 0x1p1022])
  func magnitudeDoesNotMatter(_ unit: Double, _ scale: Double) {
    func nearest(_ row: [Double], _ centroids: Matrix<Double>) -> Int32? {
      self.nearest(
        row.map { $0 * unit }, centroids.mapElements { $0 * unit }, scale: scale)
    }
    #expect(nearest([0, 0], [[2, 0], [1, 1]]) == 1)
    #expect(nearest([0, 0], [[5, 0], [3, 4], [4, 3]]) == 0)
    #expect(nearest([1, 1], [[8, 8], [4, 5], [5, 4]]) == 1)
    #expect(nearest([7, 7], [[0, 0], [7, 7], [7, 7]]) == 1)
    #expect(nearest([0, 0], [[1, 0], [0, 0]]) == 1)
    #expect(nearest([0, 0], [[3, 0], [-2, 0]]) == 1)
  }

  @Test("squares that underflow are compared")
  func vanishingSquaresAreCompared() {
    // In units of the smallest number, three squares of 0.4 each round to 0, and one of 0.7 to 1.
    let (low, high) = (0.4.squareRoot() * 0x1p-537, 0.7.squareRoot() * 0x1p-537)
    #expect(low * low == 0 && high * high > 0)
    #expect(nearest([0, 0, 0], [[low, low, low], [high, 0, 0]]) == 1)
  }

  @Test("distances that overflow are compared")
  func maximumMagnitudesAreCompared() {
    let double = Double.greatestFiniteMagnitude
    #expect(nearest([-double], [[double], [double.nextDown]]) == 1)
    #expect(nearest([-double], [[double], [0]]) == 1)
    #expect(nearest([-double, 0], [[double, double], [double, 0]]) == 1)
    #expect(nearest([0], [[double], [-double]]) == 0)
    #expect(nearest([-double], [[double], [double]]) == 0)
    let single = Float.greatestFiniteMagnitude
    #expect(nearest([-single], [[single], [single.nextDown]]) == 1)
    #expect(nearest([-single], [[single], [0]]) == 1)
    #expect(nearest([0], [[single], [-single]]) == 0)
  }

  @Test("a row that is not finite has no nearest centroid", arguments: ScalarKind.allCases)
  func rowsMustBeFinite(_ scalar: ScalarKind) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      for value in [Scalar.nan, .infinity, -.infinity] {
        for position in 0..<3 {
          var row: [Scalar] = [1, 2, 3]
          row[position] = value
          #expect(nearest(row, [[1, 2, 3], [3, 2, 1]]) == nil)
        }
      }
    }
    check(scalar.type)
  }

  @Test("centroids that are not finite are skipped", arguments: ScalarKind.allCases)
  func centroidsThatAreNotFiniteArePassedOver(_ scalar: ScalarKind) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      let maximum = Scalar.greatestFiniteMagnitude
      let book: Matrix<Scalar> = [
        [.nan, 0], [.infinity, 0], [5, 5], [0, -.infinity], [1, 1], [0, .nan], [1, 1],
      ]
      #expect(nearest([0, 0], book) == 4)
      #expect(nearest([0, 0], book, among: [0, 1, 2, 3]) == 2)
      #expect(nearest([3, 3], book) == 2)
      #expect(nearest([3, 3], book, among: [0, 3, 5]) == 0)
      #expect(nearest([-maximum], [[.infinity], [.nan], [maximum]]) == 2)
    }
    check(scalar.type)
  }

  @Test("a row equal to a centroid gets its code, however near another is")
  func zeroDistanceIsNearest() {
    let minimum = Double.leastNonzeroMagnitude
    #expect(nearest([0, 0], [[minimum, 0], [0, -minimum], [0, 0]]) == 2)
    #expect(nearest([0], [[-0.0], [0]]) == 0)
    #expect(nearest([7], [[Double(7).nextUp], [7], [Double(7).nextDown], [7]]) == 1)
  }

  @Test(
    "many ties agree with the oracle", arguments: ScalarKind.allCases, [1, 2, 5, 33])
  func agreesWithTheOracle(_ scalar: ScalarKind, _ columns: Int) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      let shape = Shape(40, columns, 12)
      for arrangement in Arrangement.allCases {
        // Tenths have many digits, so that ties do not come from short numbers.
        let observations = arrangement.make(Scalar.self, shape, seed: 202)
          .mapElements { Scalar($0 / 10) }
        let book = observations.randomRows(12, seed: 203)
        let found = (0..<40).map { row in
          nearest((0..<columns).map { observations[row, $0] }, book)
        }
        #expect(found == Oracle.nearest(observations, book).codes)
      }
    }
    check(scalar.type)
  }
}
