import VQTestSupport
import VectorQuantization

/// The kinds of observations that projections must handle.
enum ObservationKind: CaseIterable {
  case random, blobs, decaying
  /// In a subspace of three dimensions; in `nearSubspace`, every second row deviates slightly.
  case subspace, nearSubspace
  case offset, huge, tiny, subnormal
  case duplicates, constant
  /// One row far out, and features of different magnitudes.
  case outlier, unequal

  func matrix<Scalar: VectorScalar>(
    _ shape: Shape, seed: UInt64, of: Scalar.Type
  ) -> Matrix<Scalar> {
    var generator = TestGenerator(seed: seed)
    let (n, d) = (shape.rows, shape.columns)
    func bell() -> Double { Double(generator.bell()) * 0x1p-15 }
    let heaps = Matrix<Double>.blobs(
      rows: n, columns: d, clusters: 5, seed: seed, narrowing: 3
    ).elements
    let directions = (0..<(3 * d)).map { _ in Double(generator.integer(below: 9) - 4) }
    let along = (0..<(3 * n)).map { _ in Double(generator.integer(below: 33) - 16) }
    let elements = (0..<(n * d)).map { index -> Double in
      let (row, column) = (index / d, index % d)
      let inSubspace = (0..<3).reduce(0) { $0 + along[row * 3 + $1] * directions[$1 * d + column] }
      switch self {
      case .random: return bell()
      case .blobs: return heaps[index]
      case .decaying: return mixed(row, column, d, &generator)
      case .subspace: return inSubspace
      case .nearSubspace: return inSubspace + (row % 2 == 0 ? 0.001 * bell() : 0)
      case .offset: return heaps[index] + 1e6
      case .huge: return heaps[index] * 1e18
      case .tiny: return heaps[index] * (Scalar.self == Float.self ? 1e-30 : 1e-250)
      case .subnormal: return heaps[index] * Double(Scalar.leastNonzeroMagnitude) * 16
      case .duplicates: return heaps[row % 3 * d + column]
      case .constant: return 3.7
      case .outlier: return row == n / 2 ? 1e17 : heaps[index]
      case .unequal: return heaps[index] * [1, 1e-6, 1e4][column % 3]
      }
    }
    return Matrix(elements.map { Scalar($0) }, columns: d)
  }

  /// A coordinate whose standard deviation falls with the feature.
  ///
  /// Pairs of features are reflected so that no feature is a leading direction.
  private func mixed(
    _ row: Int, _ column: Int, _ d: Int, _ generator: inout TestGenerator
  ) -> Double {
    let other = d - 1 - column
    let (low, high) = (min(column, other), max(column, other))
    var shared = TestGenerator(seed: UInt64(row * d + low))
    let (large, small) = (Double(shared.bell()), Double(shared.bell()))
    let (a, b) = (large / Double(1 + low * low), small / Double(1 + high * high))
    return (column == low ? 0.6 * a + 0.8 * b : 0.8 * a - 0.6 * b) * 0x1p-15
  }
}
