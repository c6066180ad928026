/// What `vq-bench strategies` writes with `--json`.
package struct StrategiesFile: Codable, Equatable {
  package private(set) var format = "vq-bench strategies 1"
  /// When the run began, in the notation of ISO 8601.
  package let date: String
  package let kernels: String
  package let workers: Int
  package let repeats: Int
  package let shapes: [StrategyRecord]
  /// Over all shapes; absent if there is none.
  package let worstRatio: Double?
  package let exceeding: Int
}

/// What was measured of one shape of the grid.
package struct StrategyRecord: Codable, Equatable, Sendable {
  /// The times of one algorithm.
  package struct Timing: Codable, Equatable, Sendable {
    package let algorithm: String
    /// The time of each repeat.
    package let seconds: [Double]
    package let median: Double
    /// What ran.
    package let account: String
    /// Whether it found what the first did, to the last bit, each time.
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
  /// One an algorithm that the shape admits, the automatic choice last.
  package let timings: [Timing]
  /// The algorithm, not chosen automatically, whose median is smallest.
  package let best: String
  /// The median of the automatic choice over that of the best.
  package let ratio: Double

  /// A record; `timings` end with the automatic choice, and are two at least.
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

  /// The algorithms that found something else than the first.
  package var differing: [String] { timings.filter { !$0.agrees }.map(\.algorithm) }
}

/// How far the automatic choice is from the best, over a grid.
package struct StrategyVerdict {
  /// A choice this much slower than the best is one to look into; below, it is noise.
  package static let tolerated = 1.05

  package let worst: StrategyRecord?
  package let exceeding: Int
  /// Shapes on which some algorithm found something else than the others, with its name.
  package let differing: [String]

  package init(of records: [StrategyRecord]) {
    worst = records.max { $0.ratio < $1.ratio }
    exceeding = records.count { $0.ratio > Self.tolerated }
    differing = records.filter { !$0.differing.isEmpty }.map { record in
      "\(record.name) (\(record.differing.joined(separator: ", ")))"
    }
  }
}
