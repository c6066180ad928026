/// The resources for a piece of work: the kernels, the number of threads, and the flag that stops
/// them.
struct Team<Scalar: VectorScalar>: Sendable {
  let kernels: Kernels<Scalar>
  /// The maximum number of threads.
  let workers: Int
  let stop: StopFlag?

  init(_ kernels: Kernels<Scalar>, workers: Int, stop: StopFlag? = nil) {
    self.kernels = kernels
    self.workers = workers
    self.stop = stop
  }

  /// Whether work must end early; results are then incomplete.
  var isStopped: Bool { stop?.isRaised ?? false }

  /// The same team with at most `workers` threads.
  func limited(to workers: Int) -> Team {
    Team(kernels, workers: min(self.workers, workers), stop: stop)
  }

  /// The same team without a stop flag, for work that must run to its end.
  var unstoppable: Team { Team(kernels, workers: workers) }
}
