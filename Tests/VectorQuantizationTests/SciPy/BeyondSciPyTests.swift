import Testing
import VQTestSupport
import VectorQuantization

/// Calls for which SciPy 1.17 returns wrong results or crashes.
@Suite struct BeyondSciPyTests {
  /// SciPy's matrix product loses the digits in which such observations differ.
  ///
  /// At an offset of 1000, 87 % of its codes are wrong, and most of its distances are 0.
  @Test("an offset does not change codes in Float", arguments: [0, 10, 100, 1000] as [Float])
  func offsetHidesNoCode(_ offset: Float) throws {
    let observations = uniform(rows: 3000, columns: 8, seed: 31, offset: offset)
    let book = uniform(rows: 60, columns: 8, seed: 32, offset: offset)

    let (codes, distances) = try vq(observations.span, codebook: book)

    let truth = Oracle.nearest(observations, book)
    #expect(codes == truth.codes)
    let tolerance = Tolerance.distance(Float.self, columns: 8)
    #expect(
      zip(distances, truth.distances).allSatisfy { agree(Double($0), $1, within: tolerance) })
  }

  /// SciPy returns 0 for five or more features.
  @Test("a large offset does not change distances", arguments: 1...9)
  func baseHidesNoDistance(_ columns: Int) throws {
    let steps = (0..<columns).map(Double.init)
    let squares = steps.reduce(0) { $0 + $1 * $1 }

    // Doubles near 1e8 are 1.5e-8 apart, which is 1.5e-5 of the smallest difference.
    let doubles = Matrix(steps.map { 1e8 + 1e-3 * $0 }, columns: columns)
    let doubleBase = Matrix([Double](repeating: 1e8, count: columns), columns: columns)
    let doubleDistance = try vq(doubles.span, codebook: doubleBase).distances[0]
    #expect(agree(doubleDistance, 1e-3 * squares.squareRoot(), within: 1.5e-5))

    // Floats near 1e4 represent these steps exactly.
    let floats = Matrix(steps.map { 1e4 + Float($0) }, columns: columns)
    let floatBase = Matrix([Float](repeating: 1e4, count: columns), columns: columns)
    let floatDistance = try vq(floats.span, codebook: floatBase).distances[0]
    let tolerance = Tolerance.distance(Float.self, columns: columns)
    #expect(agree(Double(floatDistance), squares.squareRoot(), within: tolerance))
  }

  /// SciPy adds in `Float`, and its mean has an error of 2.17.
  @Test func averagesManyFloats() throws {
    let observations = uniform(rows: 200_000, columns: 1, seed: 33, offset: 1000)
    let sum = observations.elements.reduce(0) { $0 + Double($1) }  // multiples of 2⁻¹⁴: exact
    let truth = sum / Double(observations.rowCount)

    let (codebook, _) = try kmeans(observations.span, k: 1, restarts: 1, seed: 1)

    #expect(agree(Double(codebook[0, 0]), truth, within: Double(Float.ulpOfOne)))
  }

  /// SciPy returns a standard deviation of 2.19 instead of 0.289.
  @Test func whitensManyFloatsFarFromZero() throws {
    let observations = uniform(rows: 200_000, columns: 1, seed: 34, offset: 1000)
    let count = Double(observations.rowCount)
    let mean = observations.elements.reduce(0) { $0 + Double($1) } / count
    let variance =
      observations.elements.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count

    let whitening = try Whitening(fitting: observations.span)

    #expect(agree(Double(whitening.scale[0]), variance.squareRoot(), within: meanOnce))
  }

  @Test("a distant cluster does not change the digits of another", arguments: [1e12, 1e15, 1e200])
  func farClusterHidesNoDigit(_ far: Double) throws {
    let observations = [0.1, 0.2, 0.3, 2 * far, 3 * far, 4 * far]
    let (codebook, _) = try kmeans(oneFeature: observations, startingFrom: [0, 3 * far])
    // Three additions and a division have rounding errors.
    #expect(abs(codebook[0] - 0.2) <= 4 * 0.2.ulp)
    #expect(abs(codebook[1] / far - 3) <= 4 * 3.0.ulp)
  }

  @Test("distances are right if their squares are out of range")
  func distancesOutOfRangeSquares() throws {
    #expect(try vq(oneFeature: [1e200, 3e200], codebook: [2e200]).distances == [1e200, 1e200])
    #expect(try vq(oneFeature: [1e200, 1.5], codebook: [1, 2]).distances == [1e200, 0.5])
    #expect(try vq(oneFeature: [1e-200, 0], codebook: [0]).distances == [1e-200, 0])
    let minimum = Double.leastNonzeroMagnitude
    #expect(try vq(oneFeature: [3 * minimum], codebook: [minimum]).distances == [2 * minimum])
    #expect(try vq(oneFeature: [1.5e308], codebook: [-1.5e307]).distances == [1.65e308])
    #expect(try vq(oneFeature: [-1.5e308], codebook: [1.5e308]).distances == [.infinity])
  }

  /// SciPy's mean of such a column differs from its value, so it divides by a deviation of 1e-17.
  @Test("a constant feature stays unchanged", arguments: ScalarKind.allCases, [1, 5, 10, 1000])
  func constantFeatureStays(_ scalar: ScalarKind, _ count: Int) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix([Scalar](repeating: 0.1, count: count), columns: 1)
      let whitening = try Whitening(fitting: observations.span)
      #expect(whitening.constantFeatures == [0])
      #expect(try whitening.apply(to: observations.span) == observations)
    }
    try check(scalar.type)
  }

  /// SciPy returns uninitialized memory as the codes, or crashes.
  @Test("squares may exceed the range of the scalar", arguments: ScalarKind.allCases)
  func squaresBeyondRange(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type, _ huge: Scalar) throws {
      let observations: Matrix<Scalar> = [[huge, 0], [-huge, 0], [0, 0], [huge, huge / 2]]
      let book: Matrix<Scalar> = [[-huge, 0], [huge, 0]]

      let (codes, distances) = try vq(observations.span, codebook: book)
      #expect(codes == [1, 0, 0, 1])
      #expect(distances == [0, 0, huge, huge / 2])

      let (codebook, distortion) = try kmeans(observations.span, startingFrom: book)
      #expect(codebook.rowCount == 2)
      #expect(distortion.isFinite && distortion > 0)
    }
    switch scalar {
    case .float: try check(Float.self, 0x1p100)
    case .double: try check(Double.self, 0x1p664)
    }
  }

  /// SciPy crashes with a segmentation fault.
  @Test func averagesHugeObservations() throws {
    let observations: Matrix<Double> = [[1e200, 0], [-1e200, 0], [0, 0]]
    let (codebook, distortion) = try kmeans(observations.span, k: 1, seed: 0)
    #expect(codebook == [[0, 0]])
    #expect(agree(distortion, 2e200 / 3, within: 4 * .ulpOfOne))
  }

  /// In SciPy the squares, and with them the deviation, become infinite or zero.
  @Test("whitens numbers whose squares are out of range", arguments: [1e200, 1e-200])
  func whitensOutOfRangeSquares(_ magnitude: Double) throws {
    let whitening = try Whitening(
      fitting: Matrix([magnitude, -magnitude, magnitude, -magnitude], columns: 1).span)
    #expect(whitening.constantFeatures.isEmpty)
    #expect(agree(whitening.scale[0], magnitude, within: 4 * .ulpOfOne))
  }

  /// The error of a result that is computed in `Double` and rounded to `Float`.
  private let meanOnce = Double(Float.ulpOfOne)

  /// Generates numbers from `offset` to `offset` + 1.
  private func uniform(rows: Int, columns: Int, seed: UInt64, offset: Float) -> Matrix<Float> {
    var generator = TestGenerator(seed: seed)
    return Matrix(
      (0..<(rows * columns)).map { _ in offset + 0.5 + Float(generator.flat()) * 0x1p-20 },
      columns: columns)
  }
}
