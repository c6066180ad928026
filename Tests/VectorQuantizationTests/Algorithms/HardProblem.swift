import VQTestSupport
import VectorQuantization

/// Observations that are hard for bounds, boxes, sorting, rounding, or several of these.
enum HardProblem: CaseIterable {
  /// Separate blobs, overlapping blobs, and blobs next to a far line whose centroids keep moving.
  case apart, overlapping, wandering
  /// Overlapping blobs with two features and with one.
  case plane, numbers
  case lattice, planeLattice, decayingLattice, integers
  case duplicates, duplicateNumbers, same, sameNumbers, signedZeros
  case offset, farOffset, offsetNumbers
  case huge, tiny, tiniest, subnormal
  /// Numbers that differ in so few digits that means of different clusters round to one centroid.
  case coarse
  /// Beyond the range of `Float`, but not so far that the engine scales them.
  case beyondBounds, belowBounds
  case outlier, farOutlier
  /// A feature with many values next to a constant feature.
  case line
  case asManyClusters, asManyNumbers, fewRows, oneRow, oneCluster, oneClusterOfNumbers

  var columnCount: Int {
    switch self {
    case .numbers, .integers, .duplicateNumbers, .sameNumbers, .signedZeros, .offsetNumbers,
      .asManyNumbers, .oneRow, .oneClusterOfNumbers:
      1
    case .plane, .planeLattice, .tiniest, .farOutlier, .line, .asManyClusters, .fewRows,
      .oneCluster,
      .farOffset:
      2
    case .lattice, .coarse: 3
    case .decayingLattice: 24
    case .duplicates, .outlier: 9
    default: 5
    }
  }

  var clusterCount: Int {
    switch self {
    case .asManyClusters, .asManyNumbers: rowCount
    case .oneRow, .oneCluster, .oneClusterOfNumbers: 1
    case .fewRows, .same, .sameNumbers: 3
    case .integers, .signedZeros: 6
    case .duplicateNumbers: 9
    case .planeLattice, .subnormal: 12
    case .duplicates: 17
    case .wandering, .decayingLattice: 60
    default: 24
    }
  }

  var rowCount: Int {
    switch self {
    case .oneRow: 1
    case .fewRows: 17
    case .asManyNumbers: 40
    case .sameNumbers, .signedZeros: 60
    case .asManyClusters: 90
    case .duplicateNumbers: 300
    // Nearly all rows have near ties, which are slow.
    case .subnormal: 200
    case .same, .oneCluster, .apart, .coarse, .beyondBounds, .belowBounds, .farOutlier: 431
    case .wandering: 600
    case .numbers: 1000
    // Enough rows for a box tree of several levels.
    default: 780
    }
  }

  /// Whether sums of the observations are exact in `Double`, in any order.
  var sumsAreExact: Bool { columnCount == 1 }

  /// The initial centroids of a run: rows, some of them equal if observations are.
  func start<Scalar: VectorScalar>(from observations: Matrix<Scalar>) -> Matrix<Scalar> {
    observations.rows(at: (0..<clusterCount).map { $0 * 7 % rowCount })
  }

  static let stoppings: [KMeans.Stopping] = [
    .never, .distortionChange(atMost: 1e-3), .centroidShift(atMost: 1e-5),
  ]

  /// Each rule for empty clusters.
  var rules: [KMeans] {
    KMeans.EmptyClusters.allCases.map { search($0, .never, iterations: 40) }
  }

  /// Each stopping rule except `.never`.
  var stops: [KMeans] {
    Self.stoppings.dropFirst().map { search(.relocate, $0, iterations: 60) }
  }

  /// Two of all combinations of rules with few and with many iterations.
  ///
  /// Each problem takes other combinations, so that every combination occurs.
  var combinations: [KMeans] {
    let all = KMeans.EmptyClusters.allCases.flatMap { rule in
      Self.stoppings.flatMap { stopping in
        [2, 60].map { search(rule, stopping, iterations: $0) }
      }
    }
    let number = Self.allCases.firstIndex(of: self) ?? 0
    return [number, number + all.count / 2].map { all[$0 % all.count] }
  }

  private func search(
    _ rule: KMeans.EmptyClusters, _ stopping: KMeans.Stopping, iterations: Int
  ) -> KMeans {
    return KMeans(
      clusterCount: clusterCount, stopping: stopping, maximumIterations: iterations,
      emptyClusters: rule)
  }

  /// Compares algorithms on the observations.
  func agreement<Scalar: VectorScalar>(on observations: Matrix<Scalar>) -> Agreement {
    var agreement = Agreement(on: observations)
    agreement.sumsAreExact = sumsAreExact
    return agreement
  }
}

extension HardProblem {
  func observations<Scalar: VectorScalar>(_: Scalar.Type = Scalar.self) -> Matrix<Scalar> {
    let (n, d, k) = (rowCount, columnCount, clusterCount)
    let isFloat = Scalar.self == Float.self
    func heaps(_ narrowing: Int = 1) -> Matrix<Scalar> {
      .blobs(rows: n, columns: d, clusters: max(k, 9), seed: 601, narrowing: narrowing)
    }
    func scaled(_ float: Double, _ double: Double) -> Matrix<Scalar> {
      let factor = isFloat ? float : double
      return heaps().mapElements { Scalar(Double($0) * factor) }
    }
    switch self {
    case .apart: return heaps(4)
    case .overlapping, .plane, .numbers, .oneClusterOfNumbers, .oneRow: return heaps(0)
    case .wandering: return .wandering(rows: n, columns: d, clusters: k, seed: 602)
    case .asManyClusters, .asManyNumbers, .fewRows, .oneCluster: return heaps()
    case .lattice: return .lattice(rows: n, columns: d, side: 4, seed: 603)
    case .planeLattice: return .lattice(rows: n, columns: d, side: 9, seed: 541)
    case .integers: return .lattice(rows: n, columns: d, side: 12, seed: 525)
    case .decayingLattice: return .decayingLattice(rows: n, columns: d, seed: 604)
    case .duplicates: return .duplicates(Shape(n, d, k), distinct: 31, seed: 605)
    case .duplicateNumbers: return .duplicates(Shape(n, d, k), seed: 526)
    case .same, .sameNumbers: return Matrix(Array(repeating: 7, count: n * d), columns: d)
    case .signedZeros:
      return Matrix((0..<n).map { [0, -0.0, 1, -1, 3, -3][$0 % 6] }, columns: d)
    case .coarse:
      return .lattice(rows: n, columns: d, side: 4, seed: 606)
        .mapElements { $0 + (isFloat ? 0x1p23 : 0x1p52) }
    case .offset: return heaps().mapElements { $0 + (isFloat ? 1_048_576 : 1e9) }
    case .farOffset: return heaps().mapElements { $0 * 1000 + 0x1p30 }
    case .offsetNumbers:
      return Matrix.blobs(rows: n, columns: d, clusters: k, seed: 524, coarseness: 8)
        .mapElements { $0 + 4096 }
    case .huge: return scaled(1e18, 1e200)
    case .tiny: return scaled(1e-18, 1e-250)
    case .tiniest: return heaps().mapElements { $0 * .leastNormalMagnitude }
    case .subnormal: return scaled(1e-40, 0x1p-1030)
    case .beyondBounds: return scaled(1e12, 1e60)
    case .belowBounds: return scaled(1e-12, 1e-60)
    case .outlier, .farOutlier:
      var observations = heaps()
      let exponent: Scalar.Exponent = self == .outlier ? 60 : 100
      observations[n / 2, 1] = Scalar(sign: .minus, exponent: exponent, significand: 1)
      return observations
    case .line: return Matrix((0..<n).flatMap { [Scalar($0 * $0 % 977), 3] }, columns: d)
    }
  }
}

extension Matrix {
  /// Small blobs, and a sixth of the rows on a far line without blobs.
  ///
  /// Centroids on the line converge slowly. They weaken all bounds that depend on the fastest
  /// centroid.
  static func wandering(rows: Int, columns: Int, clusters: Int, seed: UInt64) -> Matrix {
    let heaps = Matrix.blobs(
      rows: rows, columns: columns, clusters: clusters, seed: seed, narrowing: 5)
    var elements = heaps.elements
    for row in stride(from: 0, to: rows, by: 6) {
      for column in 0..<columns {
        elements[row * columns + column] = column == 0 ? 1000 + Scalar(row * row) / 512 : 500
      }
    }
    return Matrix(elements, columns: columns)
  }

  /// Integers that spread widely in four features and hardly in the others.
  ///
  /// This gives exact ties, and few directions that distinguish most rows.
  static func decayingLattice(rows: Int, columns: Int, seed: UInt64) -> Matrix {
    var generator = TestGenerator(seed: seed)
    return Matrix(
      (0..<(rows * columns)).map { index in
        index % columns < 4
          ? Scalar(4 * generator.integer(below: 8)) : Scalar(generator.integer(below: 9) / 8)
      }, columns: columns)
  }
}
