import VectorQuantization

/// The smallest that a dense method must do: multiply-adds, and bytes to and from memory.
package struct Demand: Codable, Equatable, Sendable {
  /// Multiply-adds of the scores of every observation against every centroid.
  package let multiplyAdds: Double
  /// Observations read once, results written once.
  package let bytes: Double

  package init(multiplyAdds: Double, bytes: Double) {
    self.multiplyAdds = multiplyAdds
    self.bytes = bytes
  }
}

/// The rates of the machine, measured beside a scenario, that bound what can be reached.
package struct Roofline: Codable, Equatable, Sendable {
  /// Multiply-adds a second, from registers alone.
  package private(set) var multiplyAddsPerSecond = 0.0
  /// Bytes a second, read from an array much larger than the caches.
  package private(set) var bytesPerSecond = 0.0

  package init(multiplyAddsPerSecond: Double = 0, bytesPerSecond: Double = 0) {
    self.multiplyAddsPerSecond = multiplyAddsPerSecond
    self.bytesPerSecond = bytesPerSecond
  }

  /// Measures again, and keeps the better of each rate: a disturbance only ever lowers one.
  mutating func measure<Scalar: VectorScalar>(
    for type: Scalar.Type, workers: Int, kernels: KernelSet, memory: ReadBandwidth
  ) {
    let rounds = 4_000_000
    let clock = Stopwatch()
    parallelFor(workers, workers: workers) { _, queue in
      while queue.take() != nil { _ = kernels.multiplyAdd(rounds: rounds, of: type) }
    }
    let time = clock.seconds
    let count = Double(workers * kernels.multiplyAdd(rounds: rounds, of: type))
    multiplyAddsPerSecond = max(multiplyAddsPerSecond, count / time)
    bytesPerSecond = max(bytesPerSecond, memory.bytesPerSecond(workers: workers))
  }

  /// The seconds below which a dense method cannot come: whichever of computing and reading takes
  /// longer.
  package func attainable(_ demand: Demand) -> Double {
    max(demand.multiplyAdds / multiplyAddsPerSecond, demand.bytes / bytesPerSecond)
  }
}

extension Demand {
  /// What a dense method must do for the figure of some work; `nil` if that depends on how many
  /// iterations it takes, or is next to nothing.
  ///
  /// - Parameters:
  ///   - work: The kind of work.
  ///   - n: The number of observations.
  ///   - d: The number of features.
  ///   - k: The number of centroids.
  ///   - scalarSize: The bytes of a feature.
  ///   - iterations: The iterations of each run, where runs are the work.
  init?(of work: Work, n: Int, d: Int, k: Int, scalarSize: Int, iterations: Int) {
    let scores = Double(n) * Double(d) * Double(k)
    let input = Double(n) * Double(d) * Double(scalarSize)
    let codes = 4 * Double(n)
    switch work {
    case .iterate:
      self.init(multiplyAdds: scores, bytes: input + codes)
    case .assign:
      let distances = Double(n) * Double(scalarSize)
      self.init(multiplyAdds: scores, bytes: input + codes + distances)
    case .fit:
      // The last assignment yields the codes.
      let passes = Double(iterations + 1)
      self.init(multiplyAdds: scores * passes, bytes: (input + codes) * passes)
    case .restarts(let runs):
      // Each run ends with an assignment that measures it; the best run's yields the codes.
      let passes = Double(iterations + 1)
      self.init(
        multiplyAdds: scores * (Double(runs) * passes + 1), bytes: (input + codes) * (passes + 1))
    case .seed:
      // Each centroid against each observation once, whatever the trials.
      self.init(multiplyAdds: scores, bytes: input)
    case .search, .call:
      return nil
    }
  }
}

extension Scenario {
  /// What a dense method must do for the scenario's figure.
  ///
  /// - Parameter iterations: Those of a run that ended before the scenario's.
  /// - Returns: The demand, or `nil` if nothing bounds the work.
  func demand(iterations: Int? = nil) -> Demand? {
    Demand(
      of: work, n: n, d: d, k: k, scalarSize: scalar.byteCount,
      iterations: iterations ?? self.iterations)
  }
}
