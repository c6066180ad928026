import Testing
import VQTestSupport
import VectorQuantization

/// All algorithms settle ties and near ties as Lloyd's algorithm does.
///
/// Heavy observations hold the centroids in place; probes of weight 0 lie between the centroids.
extension EquivalenceTests {
  @Test(
    "algorithms agree on ties, with every kernel set",
    arguments: [Arrangement.lattice, .duplicates],
    KMeans.Initialization.allCases)
  func settlesTies(_ arrangement: Arrangement, _ initialization: KMeans.Initialization) {
    let observations = arrangement.make(Float.self, Shape(300, 3, 9), seed: 72)
    let search = KMeans(clusterCount: 9, initialization: initialization, seed: 2)
    var agreement = Agreement(on: observations)
    agreement.kernels = KernelSet.available
    agreement.expectLloyds(search) { try $0.fit(observations.span) }
  }

  @Test("algorithms agree on ties that exist only through rounding")
  func settlesNearTies() {
    let observations = Matrix<Double>((0..<400).flatMap { _ in [1, 0] }, columns: 2)
    var start = Matrix<Double>((0..<18).map { 50 + Double($0) }, columns: 2)
    for column in 0..<2 { start[1, column] = 0 }
    start[8, 0] = 0x1p-100
    start[8, 1] = 0
    expectLloyds(observations, startingFrom: start, weightedRows: nil, iterations: 1)
  }

  @Test(
    "algorithms agree from equal, distant and unordered centroids",
    arguments: KMeans.EmptyClusters.allCases)
  func startsAnywhere(_ rule: KMeans.EmptyClusters) {
    let observations: Matrix<Double> = [[4], [0], [1], [9], [1], [2], [14], [-0.0], [6], [2]]
    let starts: [Matrix<Double>] = [
      [[9], [1], [1], [5]], [[1000], [2], [-1000], [8]], [[3], [3], [3], [3]],
      [[0], [-0.0], [14], [7]], [[2], [0], [1], [-1]], [[-1], [1], [0], [2]],
    ]
    for start in starts {
      for iterations in 1...6 {
        let search = KMeans(clusterCount: 4, maximumIterations: iterations, emptyClusters: rule)
        var agreement = Agreement(on: observations)
        agreement.sumsAreExact = true
        agreement.expectLloyds(search) { try $0.fit(observations.span, startingFrom: start) }
      }
    }
  }

  @Test("algorithms agree although ties are not transitive")
  func settlesChains() {
    // The squared distances of the probe are 1 and slightly more, by fractions of the tie
    // threshold.
    let tie = 0x1p-85
    let (near, far) = ((0.8 * tie).squareRoot(), (1.6 * tie).squareRoot())
    let places: [[Double]] = [[0, far], [2, near], [1, 1], [40, 9]]
    for order in permutations(of: [0, 1, 2, 3]) {
      let start = Matrix(order.flatMap { places[$0] }, columns: 2)
      let probes: [Double] = [1, 0, 1, 0, 1, 0]
      expectLloyds(
        Matrix(start.elements + probes, columns: 2), startingFrom: start, weightedRows: 4)
    }
  }

  @Test(
    "algorithms agree on ties that appear when a centroid leaves", arguments: ScalarKind.allCases,
    [2, 4, 16, 20])
  func settlesNewTies(_ scalar: ScalarKind, _ columns: Int) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      for seed in 660..<668 as Range<UInt64> {
        // A lattice of fixed centroids and 20 centroids that start near probes. These leave for
        // heavy observations that only they can reach.
        let fixed = Matrix<Scalar>.lattice(rows: 60, columns: columns, side: 3, seed: seed)
          .distinctRows.mapElements { 2 * $0 }
        let probes = Matrix<Scalar>.lattice(
          rows: 300, columns: columns, side: 5, seed: seed + 100)
        var leaving = probes.rows(at: Array(0..<20))
        var heavy = leaving
        for row in 0..<20 {
          leaving[row, 0] += 0.25
          heavy[row, columns - 1] += row % 2 == 0 ? 0.25 : 1000 + Scalar(20 * row)
        }
        let start = Matrix(leaving.elements + fixed.elements, columns: columns)
        let observations = Matrix(
          fixed.elements + heavy.elements + probes.elements, columns: columns)
        expectLloyds(observations, startingFrom: start, weightedRows: fixed.rowCount + 20)
        // Gives the fixed centroids the lower codes.
        let other = Matrix(fixed.elements + leaving.elements, columns: columns)
        expectLloyds(observations, startingFrom: other, weightedRows: fixed.rowCount + 20)
      }
    }
    check(scalar.type)
  }

  @Test("algorithms agree on ties of guessed codes", arguments: ScalarKind.allCases)
  func settlesGuessedTies(_ scalar: ScalarKind) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      for seed in 670..<674 as Range<UInt64> {
        let rows = Matrix<Scalar>.decayingLattice(rows: 1500, columns: 32, seed: seed)
        let start = rows.randomRows(200, seed: seed).distinctRows
        expectLloyds(rows, startingFrom: start, weightedRows: nil, iterations: 3)
      }
    }
    check(scalar.type)
  }

  @Test("algorithms agree if centroids are equal", arguments: ScalarKind.allCases)
  func keepsCopies(_ scalar: ScalarKind) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      let rows = Matrix<Scalar>.blobs(rows: 500, columns: 6, clusters: 20, seed: 680)
      // Copies, and rows that differ only in the sign of a zero.
      var numbers = (0..<20).map { $0 % 14 }
      numbers[19] = 7
      var start = rows.rows(at: numbers)
      for code in [0, 14] { start[code, 2] = 0 }
      start[14, 2] = -0.0
      for rule in KMeans.EmptyClusters.allCases {
        expectLloyds(rows, startingFrom: start, weightedRows: nil, iterations: 25, rule)
      }
    }
    check(scalar.type)
  }

  private func expectLloyds<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, startingFrom start: Matrix<Scalar>, weightedRows: Int?,
    iterations: Int = 12, _ rule: KMeans.EmptyClusters = .keep,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let weights = weightedRows.map { count in
      (0..<observations.rowCount).map { $0 < count ? 1.0 : 0 }
    }
    let search = KMeans(
      clusterCount: start.rowCount, stopping: .never, maximumIterations: iterations,
      emptyClusters: rule)
    Agreement(on: observations).expectLloyds(search, sourceLocation: sourceLocation) {
      guard let weights else { return try $0.fit(observations.span, startingFrom: start) }
      return try $0.fit(observations.span, startingFrom: start, weights: weights)
    }
  }
}

private func permutations(of items: [Int]) -> [[Int]] {
  if items.count < 2 { return [items] }
  return items.flatMap { first in
    permutations(of: items.filter { $0 != first }).map { [first] + $0 }
  }
}

extension Matrix {
  /// The rows without duplicates.
  fileprivate var distinctRows: Matrix {
    var found: Set<[Scalar]> = []
    let numbers = (0..<rowCount).filter { row in
      found.insert(Array(elements[(row * columnCount)..<((row + 1) * columnCount)])).inserted
    }
    return rows(at: numbers)
  }
}
