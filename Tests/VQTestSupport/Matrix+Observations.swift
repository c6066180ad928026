package import VectorQuantization

/// Observations made up for tests: the same in every run, and the same in `Tests/Fixtures`.
///
/// Every element is an integer multiple of a power of two with at most 21 bits, so it is exact in
/// `Float` and in `Double`, and both scalars see the same observations.
extension Matrix {
  /// Observations in bell-shaped heaps around centres that lie anywhere within ±8.
  ///
  /// - Parameters:
  ///   - rows: The number of observations.
  ///   - columns: The number of features.
  ///   - clusters: The number of heaps; some may stay empty.
  ///   - seed: Which of all such matrices.
  ///   - narrowing: How often to halve the heaps' standard deviation, 0.577. With few features and
  ///     many heaps, 0 lets them overlap.
  ///   - coarseness: How many of the 16 bits after the binary point to clear. At 8, sums of up to
  ///     4096 elements are exact in `Float` too, in any order.
  /// - Returns: The observations, of no particular order.
  package static func blobs(
    rows: Int, columns: Int, clusters: Int, seed: UInt64, narrowing: Int = 0, coarseness: Int = 0
  ) -> Matrix {
    var generator = TestGenerator(seed: seed)
    let centres = (0..<(clusters * columns)).map { _ in generator.flat() }
    let members = (0..<rows).map { _ in generator.integer(below: clusters) }
    var elements: [Scalar] = []
    elements.reserveCapacity(rows * columns)
    for member in members {
      for column in 0..<columns {
        let value = centres[member * columns + column] + (generator.bell() >> narrowing)
        elements.append(Scalar((value >> coarseness) << coarseness) * 0x1p-16)
      }
    }
    return Matrix(elements, columns: columns)
  }

  /// Heaps of the given shape.
  package static func blobs(
    _ shape: Shape, seed: UInt64, narrowing: Int = 0, coarseness: Int = 0
  ) -> Matrix {
    blobs(
      rows: shape.rows, columns: shape.columns, clusters: shape.clusterCount, seed: seed,
      narrowing: narrowing, coarseness: coarseness)
  }

  /// Observations at random corners of a lattice of `side` integers a feature: small integers, so
  /// many distances are exactly equal.
  package static func lattice(rows: Int, columns: Int, side: Int, seed: UInt64) -> Matrix {
    var generator = TestGenerator(seed: seed)
    return Matrix(
      (0..<(rows * columns)).map { _ in Scalar(generator.integer(below: side)) }, columns: columns)
  }

  /// A lattice of the given shape.
  package static func lattice(_ shape: Shape, side: Int = 3, seed: UInt64) -> Matrix {
    lattice(rows: shape.rows, columns: shape.columns, side: side, seed: seed)
  }

  /// Few different observations, each many times over, so that centroids drawn from them coincide.
  package static func duplicates(_ shape: Shape, distinct: Int = 5, seed: UInt64) -> Matrix {
    var generator = TestGenerator(seed: ~seed)
    let originals = blobs(
      rows: distinct, columns: shape.columns, clusters: distinct, seed: seed)
    return originals.rows(at: (0..<shape.rows).map { _ in generator.integer(below: distinct) })
  }
}

extension Matrix {
  /// The rows of the given numbers, in that order.
  package func rows(at numbers: [Int]) -> Matrix {
    Matrix(
      numbers.flatMap { elements[($0 * columnCount)..<(($0 + 1) * columnCount)] },
      columns: columnCount)
  }

  /// `count` different rows drawn at random, to serve as centroids.
  package func randomRows(_ count: Int, seed: UInt64) -> Matrix {
    var generator = TestGenerator(seed: seed)
    return rows(at: generator.distinctIntegers(count, below: rowCount))
  }

  /// The matrix with every element transformed.
  package func mapElements<Other: VectorScalar>(
    _ transform: (Scalar) -> Other
  ) -> Matrix<Other> {
    Matrix<Other>(elements.map(transform), columns: columnCount)
  }
}
