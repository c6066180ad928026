import Dispatch
import VectorQuantization

/// What one scenario took.
struct Timing {
  let scenario: Scenario
  /// Seconds an iteration, one figure a repeat.
  let seconds: [Double]
  /// Multiply-adds a second that the same threads reach from registers alone.
  let peak: Double

  var median: Double { seconds.sorted()[seconds.count / 2] }
  var least: Double { seconds.min() ?? .infinity }
  /// Multiply-adds a second, in the median.
  var rate: Double { scenario.multiplyAdds / median }

  /// Times a scenario: the time of 1 + m iterations less that of 1, over m, so that what a fit does
  /// once (checking, seeding, the last assignment) is not counted.
  ///
  /// The peak is measured before each repeat, so that a noisy neighbour slows both.
  init<Scalar: VectorScalar>(
    _ scenario: Scenario, of type: Scalar.Type, repeats: Int, workers: Int, kernels: KernelSet
  ) throws(ClusteringError) {
    let observations = scenario.observations(of: type)
    var search = KMeans(clusterCount: scenario.k)
    search.initialization = .points
    search.stopping = .never
    // Relocation would add passes of its own.
    search.emptyClusters = .keep
    search.seed = 1
    search.workers = workers
    search.kernels = kernels

    func time(iterations: Int) throws(ClusteringError) -> Double {
      search.maximumIterations = iterations
      let start = ContinuousClock.now
      _ = try search.fit(observations.span)
      return elapsed(since: start)
    }
    _ = try time(iterations: 1)
    var figures: [Double] = []
    var peak = 0.0
    for _ in 0..<repeats {
      peak = max(peak, Self.peak(of: type, workers: workers, kernels: kernels))
      let one = try time(iterations: 1)
      let many = try time(iterations: 1 + scenario.iterations)
      figures.append((many - one) / Double(scenario.iterations))
    }
    self.scenario = scenario
    self.seconds = figures
    self.peak = peak
  }

  private static func peak<Scalar: VectorScalar>(
    of type: Scalar.Type, workers: Int, kernels: KernelSet
  ) -> Double {
    let rounds = 4_000_000
    let start = ContinuousClock.now
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      _ = kernels.multiplyAdd(rounds: rounds, of: type)
    }
    let time = elapsed(since: start)
    return Double(workers * kernels.multiplyAdd(rounds: rounds, of: type)) / time
  }
}

func elapsed(since start: ContinuousClock.Instant) -> Double {
  let parts = (ContinuousClock.now - start).components
  return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
}
