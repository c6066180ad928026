package import VectorQuantization

/// The principal components of observations: the directions of the largest variance.
package struct PrincipalComponents: Sendable {
  package let mean: [Double]
  /// The unit vectors, in descending order of variance.
  ///
  /// The element of the largest magnitude is positive. If the variance along a direction is only
  /// due to rounding, the direction is all zeros.
  package let directions: [[Double]]
  /// The variance along each direction, with *n* − 1 degrees of freedom.
  package let variances: [Double]
  /// The sum of the variances of all features.
  package let totalVariance: Double

  /// The maximum number of features for which the covariance matrix is computed.
  private static let maximumCovarianceOrder = 64
  /// The rounding error of a covariance relative to the largest: a standard deviation of 10⁻⁷ of
  /// the largest.
  private static let rounding = 1e-14

  /// Computes the leading components.
  ///
  /// Up to 64 features, it computes all eigenvectors of the covariance matrix. With more features,
  /// it finds the leading ones by block power iteration on the observations.
  ///
  /// - Parameters:
  ///   - rows: The observations, row by row; all numbers must be finite.
  ///   - featureCount: The number of features, at least 1.
  ///   - count: The number of components, at most `featureCount`, and small.
  /// - Throws: `ClusteringError` if the processor does not support the kernel set that `VQ_KERNELS`
  ///   names.
  /// - Complexity: O(*n* · *d*²) up to 64 features; O(*n* · *d*) for each iteration above.
  package init(of rows: [Double], featureCount: Int, count: Int) throws(ClusteringError) {
    let centred = CentredRows(rows, featureCount: featureCount)
    let pairs =
      featureCount <= Self.maximumCovarianceOrder
      ? try centred.covariance().eigenpairs()
      : centred.leadingPairs(count)
    mean = centred.mean
    totalVariance = centred.totalVariance * centred.unit * centred.unit

    let minimum = Self.rounding * max(pairs.first?.value ?? 0, .leastNonzeroMagnitude)
    var variances: [Double] = []
    var directions: [[Double]] = []
    for index in 0..<count {
      let pair = index < pairs.count && pairs[index].value > minimum ? pairs[index] : nil
      variances.append((pair?.value ?? 0) * centred.unit * centred.unit)
      directions.append(
        pair.map { Self.turned($0.vector) } ?? Array(repeating: 0, count: featureCount))
    }
    self.variances = variances
    self.directions = directions
  }

  /// Returns the fraction of the total variance along a component, from 0 to 1.
  package func share(of component: Int) -> Double {
    totalVariance > 0 ? min(variances[component] / totalVariance, 1) : 0
  }

  /// Returns the coordinate of an observation along a component.
  package func coordinate(of row: [Double], along component: Int) -> Double {
    let direction = directions[component]
    var sum = 0.0
    for feature in mean.indices { sum += (row[feature] - mean[feature]) * direction[feature] }
    return sum
  }

  private static func turned(_ vector: [Double]) -> [Double] {
    let maximum = vector.max { abs($0) < abs($1) } ?? 0
    return maximum < 0 ? vector.map(-) : vector
  }
}

/// Observations relative to their mean, in a unit in which no magnitude exceeds 1.
private struct CentredRows {
  let mean: [Double]
  /// The unit, a power of two.
  let unit: Double
  /// One number for each direction of a block.
  private typealias Lanes = SIMD8<Double>

  private let rowCount: Int
  private let elements: [Double]

  private var featureCount: Int { mean.count }
  /// The degrees of freedom: the divisor of sums of squares.
  private var freedom: Double { Double(max(rowCount - 1, 1)) }

  init(_ rows: [Double], featureCount d: Int) {
    let rowCount = rows.count / d
    let scale = 1 / Double(max(rowCount, 1))
    var mean = [Double](repeating: 0, count: d)
    // Differences to the first row, so that the mean of equal rows is exact. They are divided before
    // they are added, so that no sum overflows.
    for index in rows.indices {
      mean[index % d] += rows[index] * scale - rows[index % d] * scale
    }
    for (feature, first) in rows.prefix(d).enumerated() { mean[feature] += first }
    var extent = 0.0
    for index in rows.indices { extent = max(extent, abs(rows[index] - mean[index % d])) }
    let unit = extent > 0 && extent.isFinite ? extent.binade * 2 : 1
    elements = rows.indices.map { (rows[$0] - mean[$0 % d]) / unit }
    self.mean = mean
    self.unit = unit
    self.rowCount = rowCount
  }

  var totalVariance: Double { elements.reduce(0) { $0 + $1 * $1 } / freedom }

  /// Returns the covariance matrix of the features.
  func covariance() throws(ClusteringError) -> SymmetricMatrix {
    let rows = MatrixSpan(elements.span, rows: rowCount, columns: featureCount)
    return SymmetricMatrix.scatter(
      of: rows, around: Array(repeating: 0, count: featureCount), kernels: try .preferred(),
      workers: 1
    ).divided(by: freedom)
  }

  /// Returns the leading eigenvalues of the covariance matrix with their unit eigenvectors.
  ///
  /// The method is block power iteration. The block has more directions than requested, so that the
  /// gap to the next eigenvalue matters little. Each iteration extracts the best vectors within the
  /// block by the Rayleigh-Ritz method (Y. Saad, "Numerical Methods for Large Eigenvalue Problems",
  /// 2011, 5.2).
  func leadingPairs(_ count: Int) -> [(value: Double, vector: [Double])] {
    let d = featureCount
    var generator = Xoshiro256(seed: 0, restart: 0)
    let start = (0..<(Lanes.scalarCount * d)).map { _ in 2 * generator.uniform() - 1 }
    var block = Directions(start, featureCount: d)
    var pairs: [(value: Double, vector: [Double])] = []
    block.orthonormalize(times: 2)
    block.iterate(atMost: 60, orthonormalizing: 2, by: product) { block, images in
      let found = Self.pairs(within: block, images: images, count: count)
      pairs = found.pairs
      // The tolerance is relative to the largest eigenvalue. The error of an eigenvector is the residual
      // divided by the gap between two eigenvalues.
      return found.residual <= 1e-11 * (pairs.first?.value ?? 0)
    }
    return pairs
  }

  /// Returns the products of the covariance matrix with all directions, one direction in each lane.
  private func product(with block: Directions) -> Directions {
    let d = featureCount
    let lanes = (0..<d).map { feature in
      var lane = Lanes.zero
      for direction in 0..<block.count { lane[direction] = block.elements[direction * d + feature] }
      return lane
    }
    var sums = [Lanes](repeating: .zero, count: d)
    for row in 0..<rowCount {
      var along = Lanes.zero
      for feature in 0..<d { along += lanes[feature] * elements[row * d + feature] }
      along /= freedom
      for feature in 0..<d { sums[feature] += along * elements[row * d + feature] }
    }
    return Directions(
      (0..<block.count).flatMap { direction in sums.map { $0[direction] } }, featureCount: d)
  }

  /// Returns the approximate eigenvectors within a block, and their largest residual.
  private static func pairs(
    within block: Directions, images: Directions, count: Int
  ) -> (pairs: [(value: Double, vector: [Double])], residual: Double) {
    let (d, b) = (block.featureCount, block.count)
    var products = [Double](repeating: 0, count: b * b)
    for i in 0..<b {
      for j in 0..<b {
        var sum = 0.0
        for feature in 0..<d {
          sum += block.elements[i * d + feature] * images.elements[j * d + feature]
        }
        products[i * b + j] += sum / 2
        products[j * b + i] += sum / 2
      }
    }
    var residual = 0.0
    let inner = SymmetricMatrix(order: b, lowerTriangleOf: products).eigenpairs()
    let pairs = inner.prefix(count).map { inner in
      func combined(_ rows: [Double]) -> [Double] {
        (0..<d).map { feature in
          (0..<b).reduce(0) { $0 + inner.vector[$1] * rows[$1 * d + feature] }
        }
      }
      let (vector, image) = (combined(block.elements), combined(images.elements))
      let square = zip(vector, image).reduce(0) {
        $0 + ($1.1 - inner.value * $1.0) * ($1.1 - inner.value * $1.0)
      }
      residual = max(residual, square.squareRoot())
      return (value: inner.value, vector: vector)
    }
    return (Array(pairs), residual)
  }
}
