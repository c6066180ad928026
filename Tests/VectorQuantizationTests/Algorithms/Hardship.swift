import VQTestSupport
import VectorQuantization

/// Observations that are hard on bounds, on rounding, or on both.
enum Hardship: CaseIterable {
  /// Heaps apart, heaps that overlap, and heaps beside two far lines whose centroids keep moving.
  case apart, overlapping, wandering
  case lattice, duplicates, same, decayingLattice
  case offset, huge, tiny, subnormal
  /// Numbers so few digits apart that means of different clusters round to one centroid.
  case coarse
  /// Beyond the range of `Float`, though not so far that the engine scales them.
  case beyondBounds, belowBounds
  case outlier, asManyClusters, fewRows

  var columns: Int {
    switch self {
    case .lattice, .coarse: 3
    case .decayingLattice: 24
    case .duplicates, .outlier: 9
    case .asManyClusters, .fewRows: 2
    default: 5
    }
  }

  var clusterCount: Int {
    switch self {
    case .asManyClusters: rowCount
    case .fewRows, .same: 3
    case .duplicates: 17
    case .wandering, .decayingLattice: 60
    default: 24
    }
  }

  var rowCount: Int {
    switch self {
    case .fewRows: 17
    case .asManyClusters: 90
    case .wandering, .decayingLattice: 700
    default: 431
    }
  }

  func observations<Scalar: VectorScalar>(_: Scalar.Type = Scalar.self) -> Matrix<Scalar> {
    let (n, d, k) = (rowCount, columns, clusterCount)
    let isFloat = Scalar.self == Float.self
    func heaps(_ narrowing: Int = 1) -> Matrix<Scalar> {
      .blobs(rows: n, columns: d, clusters: k, seed: 601, narrowing: narrowing)
    }
    func scaled(_ float: Double, _ double: Double) -> Matrix<Scalar> {
      let factor = isFloat ? float : double
      return heaps().mapElements { Scalar(Double($0) * factor) }
    }
    switch self {
    case .apart: return heaps(4)
    case .overlapping: return heaps(0)
    case .wandering: return .wandering(rows: n, columns: d, clusters: k, seed: 602)
    case .asManyClusters, .fewRows: return heaps()
    case .lattice: return .lattice(rows: n, columns: d, side: 4, seed: 603)
    case .decayingLattice: return .decayingLattice(rows: n, columns: d, seed: 604)
    case .duplicates: return .duplicates(Shape(n, d, k), distinct: 31, seed: 605)
    case .same: return Matrix(Array(repeating: 7, count: n * d), columns: d)
    case .coarse:
      return .lattice(rows: n, columns: d, side: 4, seed: 606)
        .mapElements { $0 + (isFloat ? 0x1p23 : 0x1p52) }
    case .offset: return heaps().mapElements { $0 + (isFloat ? 1_048_576 : 1e9) }
    case .huge: return scaled(1e18, 1e200)
    case .tiny: return scaled(1e-18, 1e-250)
    case .subnormal: return scaled(1e-40, 0x1p-1030)
    case .beyondBounds: return scaled(1e12, 1e60)
    case .belowBounds: return scaled(1e-12, 1e-60)
    case .outlier:
      var observations = heaps()
      observations[n / 2, 1] = Scalar(sign: .minus, exponent: 60, significand: 1)
      return observations
    }
  }

  /// Rows to start from, some of them alike where rows are.
  func start<Scalar: VectorScalar>(from observations: Matrix<Scalar>) -> Matrix<Scalar> {
    observations.rows(at: (0..<clusterCount).map { $0 * 7 % rowCount })
  }
}

extension Matrix {
  /// Small heaps, and a sixth of the rows on a far line without heaps, on which centroids take long
  /// to come to rest: they spoil bounds that go by the fastest centroid.
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

  /// Integers, of a few features far and of the others hardly apart: exact ties, and few directions
  /// that tell most rows apart.
  static func decayingLattice(rows: Int, columns: Int, seed: UInt64) -> Matrix {
    var generator = TestGenerator(seed: seed)
    return Matrix(
      (0..<(rows * columns)).map { index in
        index % columns < 4
          ? Scalar(4 * generator.integer(below: 8)) : Scalar(generator.integer(below: 9) / 8)
      }, columns: columns)
  }
}
