import Testing
import VQTestSupport
import VectorQuantization

/// Starts drawn from the normal distribution with the observations' mean and covariance.
@Suite struct GaussianTests {
  private static let draws = 2000

  @Test("draws have the mean and covariance of the observations", arguments: ScalarKind.allCases)
  func momentsAreThoseOfTheObservations(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = correlated(Scalar.self, count: 500, offset: 1000)
      try expectSameMoments(observations, weights: nil)
    }
    try check(scalar.type)
  }

  @Test("weights count like copies")
  func weightsCountLikeCopies() throws {
    let observations = correlated(Double.self, count: 200, offset: 0)
    // The weighted part has another mean and covariance than the whole.
    let weights = (0..<200).map { observations[$0, 0] > 0 ? 3.0 : 0.0 }
    try expectSameMoments(observations, weights: weights)
  }

  @Test(
    "weights with any sum give the same spread",
    arguments: [1, 1 / 3, 1e-9, 1e-60, 1e40] as [Double])
  func weightsHaveNoScale(_ weight: Double) throws {
    let observations: Matrix<Float> = [[0], [1], [2]]
    let start = try KMeans.starting(.gaussian, clusterCount: 5)
      .start(observations, weights: [weight, weight, weight], seed: 1).centroids
    // Each number has deviation 1 around 1: more than six deviations from the mean have a
    // probability of about 2 in a billion.
    #expect(start.elements.allSatisfy { abs($0 - 1) < 6 })
  }

  @Test("more features than observations are allowed")
  func moreFeaturesThanObservations() throws {
    let observations = Matrix<Double>.blobs(rows: 3, columns: 5, clusters: 3, seed: 231)
    try expectSameMoments(observations, weights: nil)
    try expectSameMoments(observations, weights: [1, 2, 1])
  }

  @Test("collinear features stay collinear, and a constant feature stays constant")
  func degenerateFeaturesStaySo() throws {
    var generator = TestGenerator(seed: 232)
    let observations = Matrix(
      (0..<300).flatMap { _ in
        let x = Double(generator.bell())
        return [x, -2 * x, 0.1]
      }, columns: 3)
    let start = try KMeans.starting(.gaussian, clusterCount: Self.draws)
      .start(observations, seed: 3).centroids
    for row in start.rowArrays {
      #expect(abs(row[1] + 2 * row[0]) <= Self.rounding * 1e6)
      #expect(row[2] == 0.1)
    }
    #expect(Set(start.rowArrays).count == Self.draws)
  }

  @Test("a single observation, or equal ones, give centroids equal to it", arguments: [1, 2, 50])
  func equalObservationsHaveNoSpread(_ count: Int) throws {
    let observations = Matrix((0..<count).flatMap { _ in [0.1, -3.7, 1e9] }, columns: 3)
    let start = try KMeans.starting(.gaussian, clusterCount: 4).start(observations, seed: 4)
    for row in start.centroids.rowArrays { #expect(row == [0.1, -3.7, 1e9]) }
  }

  @Test("equal seeds give equal starts, and other seeds give other starts")
  func seedFixesTheStart() throws {
    let observations = correlated(Float.self, count: 100, offset: 0)
    let search = KMeans.starting(.gaussian, clusterCount: 5)
    let start = try search.start(observations, seed: 5).centroids
    #expect(try search.start(observations, seed: 5).centroids == start)
    #expect(try search.start(observations, seed: 6).centroids != start)
  }

  /// The rounding errors of a few dozen steps, relative to the numbers involved.
  private static let rounding = 64 * Double.ulpOfOne

  private func correlated<Scalar: VectorScalar>(
    _: Scalar.Type, count: Int, offset: Scalar
  ) -> Matrix<Scalar> {
    var generator = TestGenerator(seed: 233)
    return Matrix(
      (0..<count).flatMap { _ in
        let (x, y) = (generator.bell() >> 4, generator.bell() >> 4)
        return [offset + Scalar(x) * 0x1p-12, Scalar(y - 2 * x) * 0x1p-12 - offset]
      }, columns: 2)
  }

  /// Draws many centroids, and compares their moments with those of the observations.
  ///
  /// The mean of *k* draws has the standard deviation √(C(i, i) / k), and a covariance around the
  /// true mean √((C(i, i) C(j, j) + C(i, j)²) / k). The tolerances are five of those.
  private func expectSameMoments<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, weights: [Double]?
  ) throws {
    let weight = weights.map { $0.map { Double($0) } }
    let (mean, covariance) = moments(observations, weights: weight, around: nil)
    let start = try KMeans.starting(.gaussian, clusterCount: Self.draws)
      .start(observations, weights: weights, seed: 7).centroids
    let (startMean, startCovariance) = moments(start, weights: nil, around: mean)

    let (columns, draws) = (observations.columnCount, Double(Self.draws))
    for i in 0..<columns {
      #expect(abs(startMean[i] - mean[i]) <= 5 * (covariance[i][i] / draws).squareRoot())
      for j in 0..<columns {
        let squared = covariance[i][j] * covariance[i][j]
        let deviation = ((covariance[i][i] * covariance[j][j] + squared) / draws).squareRoot()
        // Sample covariances divide by k - 1, not by k: a difference of 1 in 2000, far within five
        // deviations.
        #expect(abs(startCovariance[i][j] - covariance[i][j]) <= 5 * deviation)
      }
    }
  }

  /// The mean, and the covariance around it or around a given point, with the divisor Σ w - 1.
  private func moments<Scalar: VectorScalar>(
    _ matrix: Matrix<Scalar>, weights: [Double]?, around center: [Double]?
  ) -> (mean: [Double], covariance: [[Double]]) {
    let columns = matrix.columnCount
    let rows = matrix.rowArrays.map { $0.map { Double($0) } }
    let weights = weights ?? Array(repeating: 1, count: rows.count)
    let total = weights.reduce(0, +)
    let mean = (0..<columns).map { column in
      zip(rows, weights).reduce(0.0) { $0 + $1.0[column] * $1.1 } / total
    }
    let center = center ?? mean
    let covariance = (0..<columns).map { i in
      (0..<columns).map { j in
        zip(rows, weights).reduce(0.0) { sum, row in
          sum + (row.0[i] - center[i]) * (row.0[j] - center[j]) * row.1
        } / (total - 1)
      }
    }
    return (mean, covariance)
  }
}
