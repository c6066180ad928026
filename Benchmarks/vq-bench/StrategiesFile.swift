/// The contents of the file that `vq-bench strategies` writes with `--json`.
package struct StrategiesFile: Codable, Equatable {
  package private(set) var format = "vq-bench strategies 1"
  /// The start of the run, in ISO 8601 notation.
  package let date: String
  package let kernels: String
  package let workers: Int
  package let repeats: Int
  package let shapes: [StrategyRecord]
  /// The maximum over all shapes; absent if there are no shapes.
  package let worstRatio: Double?
  package let exceeding: Int
}

/// The measurements of one shape of the grid.
package struct StrategyRecord: Codable, Equatable, Sendable {
  /// The times of one algorithm.
  package struct Timing: Codable, Equatable, Sendable {
    package let algorithm: String
    /// The time of each repeat.
    package let seconds: [Double]
    package let median: Double
    /// A description of what ran.
    package let account: String
    /// Whether every repeat found the same clustering as the first algorithm, to the last bit.
    package let agrees: Bool

    package init(algorithm: String, seconds: [Double], account: String, agrees: Bool) {
      self.algorithm = algorithm
      self.seconds = seconds
      median = Summary(of: seconds).median
      self.account = account
      self.agrees = agrees
    }
  }

  package let name: String
  package let data: String
  package let n: Int
  package let d: Int
  package let k: Int
  package let scalar: String
  package let iterations: Int
  /// One timing for each algorithm that supports the shape; the automatic choice is last.
  package let timings: [Timing]
  /// The algorithm with the smallest median, except the automatic choice.
  package let best: String
  /// The median of the automatic choice divided by that of the best algorithm.
  package let ratio: Double

  /// Creates a record; `timings` must have at least two elements and end with the automatic choice.
  package init(of shape: GridShape, timings: [Timing]) {
    precondition(timings.count >= 2, "an algorithm and the automatic choice were timed")
    name = shape.name
    data = shape.data.name
    (n, d, k) = (shape.n, shape.d, shape.k)
    scalar = shape.scalar.rawValue
    iterations = GridShape.iterations
    self.timings = timings
    let fixed = timings.dropLast()
    let best = fixed.min { $0.median < $1.median } ?? timings[0]
    self.best = best.algorithm
    ratio = timings[timings.count - 1].median / best.median
  }

  /// The algorithms whose clustering differs from that of the first.
  package var differing: [String] { timings.filter { !$0.agrees }.map(\.algorithm) }
}

/// The difference between the automatic choice and the best algorithm, over a grid.
package struct StrategyVerdict {
  /// The maximum acceptable ratio of the automatic choice to the best; differences below it are
  /// noise.
  package static let tolerated = 1.05

  package let worst: StrategyRecord?
  package let exceeding: Int
  /// The shapes on which an algorithm found a different clustering, with its name.
  package let differing: [String]

  package init(of records: [StrategyRecord]) {
    worst = records.max { $0.ratio < $1.ratio }
    exceeding = records.count { $0.ratio > Self.tolerated }
    differing = records.filter { !$0.differing.isEmpty }.map { record in
      "\(record.name) (\(record.differing.joined(separator: ", ")))"
    }
  }
}
