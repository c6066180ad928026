import Testing
import VQTestSupport
import VectorQuantization

/// Batches of draws do not change the distribution, for any number of pairs that memory holds.
@Suite struct BatchedDrawTests {
  /// Memory for all pairs, for none, and for so few that batches are cut short.
  private static let pairLimits: [Int?] = [nil, 0, 9]

  @Test(
    "each step of k-means++ draws from the right distribution", arguments: pairLimits,
    [nil, [1, 2, 1, 3, 1, 0, 1, 2, 1]] as [[Double]?])
  func selectionFollowsTheLaw(_ pairLimit: Int?, _ weights: [Double]?) throws {
    // Enough steps to draw two centroids from one pool, so that the second proposal may be
    // rejected.
    let points: [Double] = [0, 1, 3, 4, 7, 8, 11, 12, 14]
    let law = SelectionLaw(points: points, weights: weights, count: 6)
    var search = KMeans.starting(.plusPlus, clusterCount: 6)
    search.resources.seedingPairs = pairLimit
    let observations = Matrix(points, columns: 1)
    let draws = 4000
    var counts: [Set<Double>: Int] = [:]
    for seed in 0..<UInt64(draws) {
      let start = try search.start(observations, weights: weights, seed: seed)
      counts[Set(start.centroids.elements), default: 0] += 1
    }
    // Selections that are too rare for the test are counted together.
    let common = law.shares.filter { $0.value * Double(draws) >= 10 }
    let rare = 1 - common.values.reduce(0, +)
    let found = common.keys.map { counts[$0] ?? 0 }
    #expect(
      isPlausible(
        found + [draws - found.reduce(0, +)], shares: common.keys.map { common[$0] ?? 0 } + [rare]))
  }

  @Test("greedy starts are as good as those of a reference implementation", arguments: pairLimits)
  func greedyIsAsGoodAsTheReference(_ pairLimit: Int?) throws {
    let observations = Matrix<Float>.blobs(
      rows: 600, columns: 2, clusters: 30, seed: 261, narrowing: 2)
    let seeds = 24
    var search = KMeans.starting(.greedyPlusPlus, clusterCount: 24)
    search.resources.seedingPairs = pairLimit.map { $0 * 100 }
    let found = try (0..<seeds).map { try search.start(observations, seed: UInt64($0)).inertia }
    // 2 + ⌊ln 24⌋ = 5 trials.
    let expected = (0..<seeds).map { seed in
      greedyPotential(observations, count: 24, trials: 5, seed: 262 + UInt64(seed))
    }
    let (mean, error) = statistics(found)
    let (expectedMean, expectedError) = statistics(expected)
    let tolerance = 3 * (error * error + expectedError * expectedError).squareRoot()
    #expect(abs(mean - expectedMean) <= tolerance, "\(mean), \(expectedMean)")
  }

  @Test(
    "a seed gives the same start with any number of workers and every kernel set",
    arguments: [KMeans.Initialization.plusPlus, .greedyPlusPlus, .parallel], ScalarKind.allCases)
  func startsHaveTheSameBits(_ rule: KMeans.Initialization, _ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      for (offset, pairLimit) in [(0, nil), (1000, nil), (1000, 2000)] as [(Scalar, Int?)] {
        let observations = Matrix<Scalar>.blobs(.parallel, seed: 263).mapElements { $0 + offset }
        var search = KMeans.starting(rule, clusterCount: Shape.parallel.clusterCount)
        search.resources.seedingPairs = pairLimit
        search.workers = 1
        let expected = try search.start(observations, seed: 4).centroids
        for workers in [2, 3, 8] {
          search.workers = workers
          #expect(try search.start(observations, seed: 4).centroids == expected)
        }
        for kernels in KernelSet.available {
          search.kernels = kernels
          #expect(try search.start(observations, seed: 4).centroids == expected, "\(kernels.name)")
        }
      }
    }
    try check(scalar.type)
  }

  /// The mean and its standard error.
  private func statistics(_ values: [Double]) -> (mean: Double, error: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    return (mean, (variance / count).squareRoot())
  }

  /// The potential that a plain implementation of greedy k-means++ leaves.
  private func greedyPotential(
    _ observations: Matrix<Float>, count: Int, trials: Int, seed: UInt64
  ) -> Double {
    var generator = Xoshiro256(seed: seed, restart: 0)
    func lowered(_ squared: [Double], by number: Int) -> [Double] {
      squared.indices.map { row in
        let distance = (0..<observations.columnCount).reduce(0.0) { sum, column in
          let difference = Double(observations[row, column] - observations[number, column])
          return sum + difference * difference
        }
        return min(squared[row], distance)
      }
    }
    let infinite = [Double](repeating: .infinity, count: observations.rowCount)
    var squared = lowered(infinite, by: generator.integer(below: observations.rowCount))
    for _ in 1..<count {
      let candidates = (0..<trials).map { _ in
        var left = generator.uniform() * squared.reduce(0, +)
        let row = squared.firstIndex { share in
          left -= share
          return left < 0
        }
        return lowered(squared, by: row ?? 0)
      }
      squared = candidates.min { $0.reduce(0, +) < $1.reduce(0, +) } ?? squared
    }
    return squared.reduce(0, +)
  }
}

/// The probability of each selection that k-means++ can make among a few points on a line.
private struct SelectionLaw {
  private(set) var shares: [Set<Double>: Double] = [:]
  private let points: [Double]
  private let weights: [Double]

  init(points: [Double], weights: [Double]?, count: Int) {
    self.points = points
    self.weights = weights ?? Array(repeating: 1, count: points.count)
    add(to: [], squared: Array(repeating: 1, count: points.count), share: 1, count: count)
  }

  /// Adds the probabilities of all ways to extend the chosen points.
  private mutating func add(
    to chosen: Set<Double>, squared: [Double], share: Double, count: Int
  ) {
    if chosen.count == count {
      shares[chosen, default: 0] += share
      return
    }
    let weighted = zip(squared, weights).map { $0 * $1 }
    let total = weighted.reduce(0, +)
    for point in points.indices where weighted[point] > 0 {
      let distances = points.map { ($0 - points[point]) * ($0 - points[point]) }
      let lowered = chosen.isEmpty ? distances : zip(squared, distances).map { min($0, $1) }
      add(
        to: chosen.union([points[point]]), squared: lowered,
        share: share * weighted[point] / total, count: count)
    }
  }
}
