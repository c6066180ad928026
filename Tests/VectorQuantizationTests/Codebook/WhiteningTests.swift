import Testing
import VQTestSupport
import VectorQuantization

@Suite struct WhiteningTests {
  /// Feature 0 has standard deviation 2, feature 1 is constant, and feature 2 has standard
  /// deviation 0.5.
  let observations: Matrix<Double> = [[1, 7, 0.5], [5, 7, 0.5], [1, 7, 1.5], [5, 7, 1.5]]

  @Test func dividesByThePopulationsDeviation() throws {
    let whitening = try Whitening(fitting: observations.span)
    #expect(whitening.scale == [2, 1, 0.5])
    #expect(
      try whitening.apply(to: observations.span)
        == [[0.5, 7, 1], [2.5, 7, 1], [0.5, 7, 3], [2.5, 7, 3]])
    #expect(try whiten(observations.span) == whitening.apply(to: observations.span))
  }

  @Test func listsConstantFeatures() throws {
    let whitening = try Whitening(fitting: observations.span)
    #expect(whitening.constantFeatures == [1])
  }

  @Test func appliesToLaterObservations() throws {
    let whitening = try Whitening(fitting: observations.span)
    let later: Matrix<Double> = [[8, 8, 8]]
    #expect(try whitening.apply(to: later.span) == [[4, 8, 16]])
  }

  @Test("undo is the inverse of apply", arguments: ScalarKind.allCases)
  func undoIsTheInverse(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(rows: 100, columns: 5, clusters: 3, seed: 61)
      let whitening = try Whitening(fitting: observations.span)
      let whitened = try whitening.apply(to: observations.span)
      let restored = try whitening.undo(on: whitened.span)
      // A division and a multiplication each have a rounding error of half an ulp.
      #expect(
        zip(restored.elements, observations.elements).allSatisfy {
          abs($0 - $1) <= Scalar.ulpOfOne * abs($1)
        })
    }
    try check(scalar.type)
  }

  @Test("every whitened feature has standard deviation 1", arguments: ScalarKind.allCases)
  func deviationBecomesOne(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let (rows, columns) = (500, 9)
      let observations = Matrix<Scalar>.blobs(rows: rows, columns: columns, clusters: 4, seed: 62)
      let whitened = try whiten(observations.span)
      let means = Oracle.means(
        whitened, codes: [Int32](repeating: 0, count: rows), clusterCount: 1
      ).means
      for column in 0..<columns {
        let squares = (0..<rows).reduce(0) { sum, row in
          let difference = Double(whitened[row, column]) - means[column]
          return sum + difference * difference
        }
        // The scale and each element are rounded to the scalar; means and sums are not.
        let tolerance = 2 * Double(Scalar.ulpOfOne) + Double(rows) * Double.ulpOfOne
        let spread = (squares / Double(rows)).squareRoot()
        #expect(abs(spread - 1) <= tolerance * (1 + abs(means[column])), "feature \(column)")
      }
    }
    try check(scalar.type)
  }

  @Test func oneRowHasOnlyConstantFeatures() throws {
    let row: Matrix<Float> = [[3, -4, 0]]
    let whitening = try Whitening(fitting: row.span)
    #expect(whitening.constantFeatures == [0, 1, 2])
    #expect(whitening.scale == [1, 1, 1])
    #expect(try whitening.apply(to: row.span) == row)
  }

  @Test("a feature whose deviation rounds to 0 is divided by the smallest number")
  func noScaleIsZero() throws {
    let minimum = Float.leastNonzeroMagnitude
    let tiny: Matrix<Float> = [[0, 3], [minimum, 3]]
    let whitening = try Whitening(fitting: tiny.span)
    #expect(whitening.scale == [minimum, 1])
    #expect(whitening.constantFeatures == [1])
    #expect(try whitening.apply(to: tiny.span) == [[0, 3], [1, 3]])
  }

  @Test("an unchecked number that is not finite only affects its feature")
  func uncheckedNumberSpoilsItsFeature() throws {
    let spoilt: Matrix<Double> = [[1, .nan, 2], [5, 1, 2], [1, 2, 4], [5, 3, 4]]
    let whitened = try whiten(spoilt.span, checkFinite: false)
    for row in 0..<4 {
      #expect(whitened[row, 0] == spoilt[row, 0] / 2)
      #expect(whitened[row, 1].isNaN)
      #expect(whitened[row, 2] == spoilt[row, 2])
    }
  }

  @Test func fitsStridedRows() throws {
    let wide: [Double] = [1, 7, .nan, 5, 7, .nan, 1, 7, .nan, 5, 7]
    let span = MatrixSpan(wide.span, rows: 4, columns: 2, rowStride: 3)
    #expect(try Whitening(fitting: span).scale == [2, 1])
    #expect(try whiten(span) == [[0.5, 7], [2.5, 7], [0.5, 7], [2.5, 7]])
  }

  @Test func namesWhatItCannotFit() {
    let none = Matrix<Double>(rows: 0, columns: 2) { _ in }
    #expect(throws: ClusteringError.emptyObservations(rowCount: 0, columnCount: 2)) {
      try Whitening(fitting: none.span)
    }
    let infinite: Matrix<Double> = [[1, 2], [3, .infinity]]
    #expect(throws: ClusteringError.notFinite(row: 1, column: 1)) {
      try whiten(infinite.span)
    }
  }

  @Test func namesAFeatureCountItWasNotFittedTo() throws {
    let whitening = try Whitening(fitting: observations.span)
    let narrow: Matrix<Double> = [[1, 2]]
    #expect(throws: ClusteringError.featureCountMismatch(expected: 2, found: 3)) {
      try whitening.apply(to: narrow.span)
    }
    #expect(throws: ClusteringError.featureCountMismatch(expected: 2, found: 3)) {
      try whitening.undo(on: narrow.span)
    }
  }
}
