package import VectorQuantization

/// Generated observations for tests, identical in every run and in `Tests/Fixtures`.
///
/// Every element is an integer multiple of a power of two with at most 21 bits. It is exact in `Float`
/// and `Double`, so tests of both scalars use the same observations.
extension Matrix {
  /// Generates observations in bell-shaped clusters around centres within ±8.
  ///
  /// - Parameters:
  ///   - rows: The number of observations.
  ///   - columns: The number of features.
  ///   - clusters: The number of clusters; some may have no observations.
  ///   - seed: The seed of the generator.
  ///   - narrowing: How often to halve the standard deviation of the clusters, 0.577. With few
  ///     features and many clusters, 0 lets them overlap.
  ///   - coarseness: How many of the 16 bits after the binary point to clear. At 8, sums of up to
  ///     4096 elements are exact even in `Float`, in any order.
  /// - Returns: The observations, in no particular order.
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

  /// Generates clusters of the given shape.
  package static func blobs(
    _ shape: Shape, seed: UInt64, narrowing: Int = 0, coarseness: Int = 0
  ) -> Matrix {
    blobs(
      rows: shape.rows, columns: shape.columns, clusters: shape.clusterCount, seed: seed,
      narrowing: narrowing, coarseness: coarseness)
  }

  /// Generates observations at random points of a lattice with `side` integers for each feature.
  ///
  /// With such small integers, many distances are exactly equal.
  package static func lattice(rows: Int, columns: Int, side: Int, seed: UInt64) -> Matrix {
    var generator = TestGenerator(seed: seed)
    return Matrix(
      (0..<(rows * columns)).map { _ in Scalar(generator.integer(below: side)) }, columns: columns)
  }

  /// Generates lattice points of the given shape.
  package static func lattice(_ shape: Shape, side: Int = 3, seed: UInt64) -> Matrix {
    lattice(rows: shape.rows, columns: shape.columns, side: side, seed: seed)
  }

  /// Generates a few distinct observations, each repeated many times, so that centroids drawn from
  /// them coincide.
  package static func duplicates(_ shape: Shape, distinct: Int = 5, seed: UInt64) -> Matrix {
    var generator = TestGenerator(seed: ~seed)
    let originals = blobs(
      rows: distinct, columns: shape.columns, clusters: distinct, seed: seed)
    return originals.rows(at: (0..<shape.rows).map { _ in generator.integer(below: distinct) })
  }
}

extension Matrix {
  /// Copies the given rows, in the given order.
  package func rows(at numbers: [Int]) -> Matrix {
    Matrix(
      numbers.flatMap { elements[($0 * columnCount)..<(($0 + 1) * columnCount)] },
      columns: columnCount)
  }

  /// Draws `count` distinct rows at random, to serve as centroids.
  package func randomRows(_ count: Int, seed: UInt64) -> Matrix {
    var generator = TestGenerator(seed: seed)
    return rows(at: generator.distinctIntegers(count, below: rowCount))
  }

  /// Returns the matrix with every element transformed.
  package func mapElements<Other: VectorScalar>(
    _ transform: (Scalar) -> Other
  ) -> Matrix<Other> {
    Matrix<Other>(elements.map(transform), columns: columnCount)
  }
}
