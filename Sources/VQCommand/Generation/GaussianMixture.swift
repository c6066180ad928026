internal import VectorQuantization

/// A mixture of Gaussian clusters around random centers, optionally with noise.
///
/// Each block of observations has its own random stream, so blocks can be made in any order and on
/// any number of threads. All arithmetic is the same on every system.
struct GaussianMixture: Sendable {
  /// The parameters of a mixture.
  struct Shape: Sendable {
    var featureCount: Int
    var clusterCount: Int
    /// The standard deviation of a feature within a cluster.
    var spread = 1.0
    /// The standard deviation of the centers, in units of the spread.
    var separation = 4.0
    /// How many times more likely the first cluster is than the last; weights fall in equal steps.
    var imbalance = 1.0
    /// The share of observations that belong to no cluster.
    var noise = 0.0
  }

  /// Some observations, and the number of the cluster of each; -1 for noise.
  struct Block<Number: Sendable>: Sendable {
    var elements: [Number] = []
    var codes: [Int32] = []
  }

  let shape: Shape
  /// The centers, one per row.
  let centers: Matrix<Double>
  /// For each cluster, the share of the observations in this cluster and all earlier ones.
  private let cumulativeShares: [Double]
  private let seed: UInt64

  /// Draws the centers.
  init(_ shape: Shape, seed: UInt64) {
    self.shape = shape
    self.seed = seed
    // Uses the largest stream numbers, counting down: no restart of a search uses these streams.
    var generator = Xoshiro256(seed: seed, restart: .max)
    let deviation = shape.spread * shape.separation
    let (rows, columns) = (shape.clusterCount, shape.featureCount)
    centers = Matrix(rows: rows, columns: columns) { output in
      for _ in 0..<(rows * columns) { output.append(deviation * generator.normal()) }
    }

    let step = (shape.imbalance - 1) / Double(max(1, rows - 1))
    let weights = (0..<rows).map { shape.imbalance - step * Double($0) }
    let total = weights.reduce(0, +)
    var sum = 0.0
    cumulativeShares = weights.map { weight in
      sum += weight
      return sum / total
    }
  }

  /// The limit of a feature's magnitude: noise is uniform within it, and few other values exceed
  /// it.
  var extent: Double {
    3 * shape.spread * (1 + shape.separation * shape.separation).squareRoot()
  }

  /// The number of observations in every block except the last.
  var blockRowCount: Int { max(1, (1 << 16) / shape.featureCount) }

  /// Draws the observations of one block.
  ///
  /// - Parameters:
  ///   - number: The number of the block.
  ///   - rowCount: The number of observations in the block.
  ///   - convert: Converts a feature to the output type.
  /// - Returns: The observations and their clusters.
  @inline(__always)
  func block<Number: Sendable>(
    _ number: Int, rowCount: Int, _ convert: (Double) -> Number
  ) -> Block<Number> {
    var generator = Xoshiro256(seed: seed, restart: .max - 1 - number)
    var normals = NormalPairs()
    var block = Block<Number>()
    block.codes.reserveCapacity(rowCount)
    let centers = centers.span
    block.elements = [Number](capacity: rowCount * shape.featureCount) { output in
      for _ in 0..<rowCount {
        if shape.noise > 0, generator.uniform() < shape.noise {
          block.codes.append(-1)
          for _ in 0..<shape.featureCount {
            output.append(convert(extent * (2 * generator.uniform() - 1)))
          }
        } else {
          let code = cluster(at: generator.uniform())
          block.codes.append(Int32(truncatingIfNeeded: code))
          let center = centers[row: code]
          for feature in center.indices {
            output.append(convert(center[feature] + shape.spread * normals.next(from: &generator)))
          }
        }
      }
    }
    return block
  }

  /// Returns the first cluster whose cumulative share exceeds `position`, by bisection.
  private func cluster(at position: Double) -> Int {
    var (low, high) = (0, cumulativeShares.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if position < cumulativeShares[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
