import Testing
import VQTestSupport
import VectorQuantization

@Suite struct WeightedNumbersTests {
  /// Sizes next to the length of the runs that are sorted first.
  private static let counts = [1, 2, 3, 100, 65_535, 65_536, 65_537, 200_000]

  @Test("numbers of any count are sorted", arguments: ScalarKind.allCases, counts)
  func sorts(_ scalar: ScalarKind, _ count: Int) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      var generator = TestGenerator(seed: 511)
      let numbers = Matrix(
        (0..<count).map { _ in Scalar(generator.bell()) * generator.longSignificand() },
        columns: 1)
      let sorted = SortedNumbersUnderTest(
        sorting: numbers.span, weights: nil, workers: 2, stop: nil)
      #expect(sorted.numbers == numbers.elements.sorted())
      #expect(sorted.weights.isEmpty)
    }
    check(scalar.type)
  }

  @Test("extreme numbers are sorted", arguments: ScalarKind.allCases)
  func sortsExtremes(_ scalar: ScalarKind) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      let some: [Scalar] = [
        0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude,
        .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1, -1, (1 as Scalar).nextUp,
      ]
      let numbers = Matrix(some + some.reversed(), columns: 1)
      let sorted = SortedNumbersUnderTest(
        sorting: numbers.span, weights: nil, workers: 1, stop: nil)
      #expect(sorted.numbers == numbers.elements.sorted())
    }
    check(scalar.type)
  }

  @Test(
    "equal numbers keep their order, and weights stay with their numbers", arguments: [1, 2, 5])
  func isStable(_ workers: Int) {
    var generator = TestGenerator(seed: 512)
    let numbers = Matrix(
      (0..<200_000).map { _ in Double(generator.integer(below: 99)) }, columns: 1)
    let weights = (0..<200_000).map { Double($0) }
    let sorted = SortedNumbersUnderTest(
      sorting: numbers.span, weights: weights.span, workers: workers, stop: nil)
    let order = weights.indices.sorted {
      (numbers[$0, 0], $0) < (numbers[$1, 0], $1)
    }
    #expect(sorted.numbers == order.map { numbers[$0, 0] })
    #expect(sorted.weights == order.map { weights[$0] })
  }

  @Test func readsStridedRows() {
    let wide: [Float] = [3, .nan, 1, .nan, 2]
    let column = MatrixSpan(wide.span, rows: 3, columns: 1, rowStride: 2)
    let sorted = SortedNumbersUnderTest(sorting: column, weights: nil, workers: 1, stop: nil)
    #expect(sorted.numbers == [1, 2, 3])
  }
}
