import VectorQuantization

/// The minimum work of a dense method: multiply-adds, and bytes read from and written to memory.
package struct Demand: Codable, Equatable, Sendable {
  /// The multiply-adds for the scores of all pairs of observations and centroids.
  package let multiplyAdds: Double
  /// The bytes of the observations, read once, and of the results, written once.
  package let bytes: Double

  package init(multiplyAdds: Double, bytes: Double) {
    self.multiplyAdds = multiplyAdds
    self.bytes = bytes
  }
}

/// The rates of the machine, measured next to a scenario, which limit the speed of a method.
package struct Roofline: Codable, Equatable, Sendable {
  /// Multiply-adds a second, with all operands in registers.
  package private(set) var multiplyAddsPerSecond = 0.0
  /// Bytes a second, read from an array much larger than the caches.
  package private(set) var bytesPerSecond = 0.0

  package init(multiplyAddsPerSecond: Double = 0, bytesPerSecond: Double = 0) {
    self.multiplyAddsPerSecond = multiplyAddsPerSecond
    self.bytesPerSecond = bytesPerSecond
  }

  /// Measures again, and keeps the higher of each rate: disturbances can only lower a rate.
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

  /// The minimum time of a dense method, in seconds.
  ///
  /// It is the longer of the times for computing and for reading.
  package func attainable(_ demand: Demand) -> Double {
    max(demand.multiplyAdds / multiplyAddsPerSecond, demand.bytes / bytesPerSecond)
  }
}

extension Demand {
  /// The minimum work of a dense method for one kind of work.
  ///
  /// The result is `nil` if the work depends on the number of iterations until convergence, or is
  /// negligible.
  ///
  /// - Parameters:
  ///   - work: The kind of work.
  ///   - n: The number of observations.
  ///   - d: The number of features.
  ///   - k: The number of centroids.
  ///   - scalarSize: The number of bytes of a feature.
  ///   - iterations: The number of iterations of each run, if the work consists of runs.
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
      // The final assignment computes the codes.
      let passes = Double(iterations + 1)
      self.init(multiplyAdds: scores * passes, bytes: (input + codes) * passes)
    case .restarts(let runs):
      // Each run ends with an assignment that computes its inertia; one more, for the best run,
      // computes the codes.
      let passes = Double(iterations + 1)
      self.init(
        multiplyAdds: scores * (Double(runs) * passes + 1), bytes: (input + codes) * (passes + 1))
    case .seed:
      // One comparison of each centroid with each observation, independent of the number of trials.
      self.init(multiplyAdds: scores, bytes: input)
    case .search, .call:
      return nil
    }
  }
}

extension Scenario {
  /// The minimum work of a dense method for the scenario.
  ///
  /// - Parameter iterations: The iterations of a run that ended before the scenario's limit.
  /// - Returns: The work, or `nil` if there is no bound.
  func demand(iterations: Int? = nil) -> Demand? {
    Demand(
      of: work, n: n, d: d, k: k, scalarSize: scalar.byteCount,
      iterations: iterations ?? self.iterations)
  }
}
