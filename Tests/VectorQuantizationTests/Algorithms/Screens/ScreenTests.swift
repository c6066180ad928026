import Testing
import VQTestSupport
import VectorQuantization

/// A screen never misses a centroid within the search radius.
@Suite struct ScreenTests {
  private static let kernelSets = KernelSet.available

  /// Sizes next to those of panels, row groups and batches.
  private static let shapes = [
    Shape(1, 1, 1), Shape(2, 1, 2), Shape(50, 1, 7), Shape(97, 2, 9), Shape(48, 3, 1),
    Shape(145, 8, 40), Shape(30, 17, 1000), Shape(97, 33, 8), Shape(150, 129, 24),
    Shape(60, 200, 33),
  ]

  @Test("a screen finds every centroid within the distance", arguments: shapes, ScalarKind.allCases)
  func missesNone(_ shape: Shape, _ scalar: ScalarKind) {
    let kind: ObservationKind = shape.columns < 100 ? .blobs : .decaying
    expectAll(of: scalar.type, kind, shape, [0, 1, 7, 8, 15, 16, 128, nil])
  }

  @Test(
    "a screen finds every centroid for all kinds of observations",
    arguments: ObservationKind.allCases,
    ScalarKind.allCases)
  func missesNone(_ kind: ObservationKind, _ scalar: ScalarKind) {
    expectAll(of: scalar.type, kind, Shape(150, 24, 40), [0, 3, 20, nil])
  }

  @Test(
    "distances of projections are within the slack",
    arguments: ObservationKind.allCases, ScalarKind.allCases)
  func staysWithinSlack(_ kind: ObservationKind, _ scalar: ScalarKind) throws {
    let set = try #require(Self.kernelSets.first)
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      for columns in [1, 24, 150] {
        let rows = kind.matrix(Shape(60, columns, 0), seed: 12, of: Scalar.self)
        var generator = TestGenerator(seed: 13)
        let book = centroids(40, near: rows, &generator)
        for directionCount in [0, 3, 20, nil] {
          let reach = ScreenTrial.maximumReach(
            rows, centroids: book, directionCount: directionCount, kernels: set)
          #expect(reach <= 1, "\(columns) columns, \(directionCount ?? -1) directions")
        }
      }
    }
    check(scalar.type)
  }

  @Test("a screen finds all centroids equal to a row", arguments: kernelSets)
  func findsCopies(_ set: KernelSet) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      let book = Matrix<Scalar>.blobs(rows: 20, columns: 30, clusters: 20, seed: 3)
      let twice = book.rows(at: Array(0..<20) + Array(0..<20))
      let codes = (0..<40).map { Int32(39 - $0) }
      let rows = twice.rows(at: codes.map(Int.init))
      for directionCount in [8, nil] {
        let trial = ScreenTrial(
          rows, centroids: twice, codes: codes, directionCount: directionCount, kernels: set)
        for (row, code) in codes.enumerated() {
          #expect(trial.found[row] == [code % 20, code % 20 + 20])
        }
        let excluding = ScreenTrial(
          rows, centroids: twice, excluding: Array(20..<40), codes: codes,
          directionCount: directionCount, kernels: set)
        #expect(excluding.found == codes.map { [$0 % 20] })
      }
    }
    for scalar in ScalarKind.allCases { check(scalar.type) }
  }

  @Test(
    "a screen never finds excluded codes, even for a row without a limit", arguments: kernelSets)
  func leavesOutExcluded(_ set: KernelSet) {
    // Squares of the last row overflow in Float.
    var numbers = Matrix<Double>.blobs(rows: 50, columns: 9, clusters: 5, seed: 4).elements
    for column in 0..<9 { numbers[49 * 9 + column] = 1e150 }
    let rows = Matrix(numbers, columns: 9)
    let book = rows.rows(at: Array(0..<12))
    let trial = ScreenTrial(
      rows, centroids: book, excluding: [0, 5, 11], codes: Array(repeating: 1, count: 50),
      directionCount: 4, kernels: set)
    #expect(trial.found[49] == [1, 2, 3, 4, 6, 7, 8, 9, 10])
  }

  @Test("few centroids remain if few directions hold most of the variance", arguments: kernelSets)
  func leavesFew(_ set: KernelSet) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      let rows = ObservationKind.decaying.matrix(Shape(960, 64, 0), seed: 5, of: Scalar.self)
      let book = rows.randomRows(200, seed: 6)
      let codes = nearest(rows, book)
      func share(_ directionCount: Int) -> Double {
        let trial = ScreenTrial(
          rows, centroids: book, codes: codes, directionCount: directionCount, kernels: set)
        return Double(trial.pairCount) / Double(960 * 200)
      }
      let shares = [0, 4, 12, 24].map(share)
      #expect(shares[1] < shares[0] / 2 && shares[2] < shares[1] && shares[3] < shares[2])
      #expect(shares[2] < 0.03)
      #expect(shares[3] < 0.01)
    }
    for scalar in ScalarKind.allCases { check(scalar.type) }
  }

  @Test("with all directions, only near ties remain")
  func leavesNearTies() throws {
    let set = try #require(KernelSet.available.first)
    let rows = Matrix<Double>.blobs(rows: 500, columns: 40, clusters: 3, seed: 7)
    let book = rows.randomRows(100, seed: 8)
    let codes = nearest(rows, book)
    let trial = ScreenTrial(
      rows, centroids: book, codes: codes, directionCount: nil, kernels: set)
    #expect(trial.pairCount < 510)
    #expect(trial.relativeSlack < 1e-6)
  }

  @Test("the directions are the same with every kernel set and any number of workers")
  func isTheSameEverywhere() {
    let rows = ObservationKind.decaying.matrix(Shape(2500, 100, 0), seed: 9, of: Float.self)
    let bases = Self.kernelSets.flatMap { set in
      [1, 2, 7].map { workers in
        ScreenUnderTest(rows, directionCount: 40, kernels: set, workers: workers).directions
      }
    }
    #expect(bases.allSatisfy { $0 == bases[0] })
    #expect(bases[0].count == 40 * 100)
  }

  @Test("no more directions are found than the observations have")
  func findsFewerDirections() throws {
    let set = try #require(KernelSet.available.first)
    func count(_ kind: ObservationKind) -> Int {
      let rows = kind.matrix(Shape(300, 20, 0), seed: 10, of: Float.self)
      return ScreenUnderTest(rows, directionCount: 16, kernels: set, workers: 1).directionCount
    }
    #expect(count(.constant) <= 1)
    // The rounded mean need not lie in the subspace.
    #expect((3...4).contains(count(.subspace)))
    #expect(count(.blobs) == 16)
  }

  /// Expects that the screen misses no centroid as near as the centroid of each row's code.
  private func expectAll<Scalar: VectorScalar>(
    of: Scalar.Type, _ kind: ObservationKind, _ shape: Shape, _ directionCounts: [Int?]
  ) {
    let rows = kind.matrix(shape, seed: UInt64(shape.columns), of: Scalar.self)
    var generator = TestGenerator(seed: 11)
    let book = centroids(shape.clusterCount, near: rows, &generator)
    var codes: [Int32] = []
    var nearer: [[Int32]] = []
    for row in 0..<shape.rows {
      let all = squaredDistances(rows, row, book)
      // The nearest, the third nearest, or any: tight limits and loose limits.
      let ascending = all.indices.sorted { (all[$0], $0) < (all[$1], $1) }
      let choice = [0, 2, generator.integer(below: all.count)][generator.integer(below: 3)]
      let code = ascending[min(choice, all.count - 1)]
      codes.append(Int32(code))
      nearer.append(all.indices.filter { all[$0] <= all[code] }.map(Int32.init))
    }
    for (number, set) in Self.kernelSets.enumerated() {
      for (position, directionCount) in directionCounts.enumerated() {
        let skip = (number + position) % 2 * 3
        let trial = ScreenTrial(
          rows, centroids: book, codes: codes, directionCount: directionCount, skip: skip,
          kernels: set, workers: 2)
        for row in 0..<shape.rows where skip == 0 || !(row % 96).isMultiple(of: skip) {
          let found = trial.found[row]
          #expect(zip(found, found.dropFirst()).allSatisfy { $0 < $1 })
          #expect(
            Set(found).isSuperset(of: nearer[row]),
            "\(set.name), \(directionCount ?? -1) directions, row \(row), code \(codes[row])")
        }
      }
    }
  }

  /// Rows, midpoints of rows, and rows moved by one ulp; one centroid occurs twice.
  private func centroids<Scalar: VectorScalar>(
    _ count: Int, near rows: Matrix<Scalar>, _ generator: inout TestGenerator
  ) -> Matrix<Scalar> {
    var elements: [Scalar] = []
    for code in 0..<count {
      let (a, b) = (
        generator.integer(below: rows.rowCount), generator.integer(below: rows.rowCount)
      )
      for column in 0..<rows.columnCount {
        let (x, y) = (rows.span[a, column], rows.span[b, column])
        switch code % 3 {
        case 0: elements.append(x)
        case 1: elements.append(x / 2 + y / 2)
        default: elements.append(x.nextUp)
        }
      }
    }
    if count > 4 {
      elements.replaceSubrange(0..<rows.columnCount, with: elements.suffix(rows.columnCount))
    }
    return Matrix(elements, columns: rows.columnCount)
  }

  private func nearest<Scalar: VectorScalar>(
    _ rows: Matrix<Scalar>, _ book: Matrix<Scalar>
  ) -> [Int32] {
    (0..<rows.rowCount).map { row in
      let all = squaredDistances(rows, row, book)
      return Int32(all.indices.min { all[$0] < all[$1] } ?? 0)
    }
  }

  /// Squared distances from differences in `Double`, scaled so that none overflow or underflow.
  private func squaredDistances<Scalar: VectorScalar>(
    _ rows: Matrix<Scalar>, _ row: Int, _ book: Matrix<Scalar>
  ) -> [Double] {
    let d = rows.columnCount
    var squared = [Double](repeating: 0, count: book.rowCount)
    var maximum = 0.0
    for isScaled in [false, true] {
      let exponent = isScaled && maximum > 0 ? -Int(maximum.exponent) / 2 : 0
      // Applied twice, because the square of the unit may exceed the range of Double.
      let unit = Double(sign: .plus, exponent: exponent, significand: 1)
      for code in 0..<book.rowCount {
        var sum = 0.0
        for column in 0..<d {
          let difference =
            (Double(rows.elements[row * d + column]) - Double(book.elements[code * d + column]))
            * unit * unit
          maximum = max(maximum, difference.magnitude)
          sum += difference * difference
        }
        squared[code] = sum
      }
    }
    return squared
  }
}
