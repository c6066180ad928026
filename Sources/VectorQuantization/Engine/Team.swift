/// Who does some work: the kernels, how many threads, and the flag that stops them.
struct Team<Scalar: VectorScalar>: Sendable {
  let kernels: Kernels<Scalar>
  /// The most threads.
  let workers: Int
  let stop: StopFlag?

  init(_ kernels: Kernels<Scalar>, workers: Int, stop: StopFlag? = nil) {
    self.kernels = kernels
    self.workers = workers
    self.stop = stop
  }

  /// Whether work is to end early; results are then incomplete.
  var isStopped: Bool { stop?.isRaised ?? false }

  /// The same with at most so many threads.
  func limited(to workers: Int) -> Team {
    Team(kernels, workers: min(self.workers, workers), stop: stop)
  }

  /// The same for work that runs to its end.
  var unstoppable: Team { Team(kernels, workers: workers) }
}
