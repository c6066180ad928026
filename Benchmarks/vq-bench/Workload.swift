import Synchronization
import VectorQuantization

/// Observations, a configuration and a kind of work, ready to be timed again and again.
struct Workload<Scalar: VectorScalar>: ~Escapable {
  let observations: MatrixSpan<Scalar>
  /// The centroids to start from, or to assign to; `nil` means that the configuration chooses.
  let start: Matrix<Scalar>?
  let work: Work
  /// As in ``Scenario``.
  let iterations: Int
  /// Everything else that the work depends on.
  let search: KMeans

  @_lifetime(copy observations)
  init(
    on observations: MatrixSpan<Scalar>, startingFrom start: Matrix<Scalar>?, work: Work,
    iterations: Int, search: KMeans
  ) {
    self.observations = observations
    self.start = start
    self.work = work
    self.iterations = iterations
    var search = search
    // Relocation would add passes of its own, which peers may or may not do.
    search.emptyClusters = .keep
    search.stopping = .never
    if case .seed(let initialization) = work { search.initialization = initialization }
    if case .restarts(let count) = work { search.restarts = count }
    self.search = search
  }

  /// Does the work, and times it.
  ///
  /// - Parameter minimum: Work is repeated until it took so many seconds in all, and the mean is
  ///   taken, so that quick work is not at the mercy of the clock.
  /// - Returns: The seconds that the work's figure stands for, and what the work found.
  /// - Throws: `ClusteringError` if the observations or the configuration cannot be used.
  func sample(atLeast minimum: Double = 0) throws(ClusteringError) -> Sample<Scalar> {
    let clock = Stopwatch()
    var total = 0.0
    var count = 0.0
    while true {
      let sample = try once()
      total += sample.seconds
      count += 1
      // A difference of times that is not positive is noise, and calls for more.
      if clock.seconds >= minimum, total > 0 || count >= 5 {
        return Sample(
          seconds: total / count, clustering: sample.clustering, codes: sample.codes,
          iterationCount: sample.iterationCount)
      }
    }
  }

  /// Touches the pages of the observations, and wakes the threads, in one iteration.
  func warmUp() throws(ClusteringError) {
    var search = search
    search.initialization = .points
    search.restarts = 1
    search.maximumIterations = 1
    _ = try search.fit(observations)
  }

  private func once() throws(ClusteringError) -> Sample<Scalar> {
    switch work {
    case .iterate: try iterate()
    case .seed: try seed()
    case .fit: try wholeFit()
    case .restarts: try fit(iterations: iterations)
    case .search(let restarts): try scipySearch(restarts: restarts)
    case .assign: try assign()
    case .call(let call):
      Sample(
        seconds: try call.seconds(
          on: observations, from: centroids, workers: search.workers))
    }
  }
}

/// What one measurement gave.
struct Sample<Scalar: VectorScalar> {
  let seconds: Double
  /// What was found, if that is a clustering.
  var clustering: Clustering<Scalar>?
  /// What was found by assigning.
  var codes: [Int32]?
  /// The iterations that the figure covers, where a fit may end before it has done all that it may.
  var iterationCount: Int?
}

extension Workload {
  /// (Time of 1 + m iterations - time of 1) / m, so that what a fit does once (checking, starting,
  /// the last assignment) is not counted.
  private func iterate() throws(ClusteringError) -> Sample<Scalar> {
    let one = try fit(iterations: 1)
    let many = try fit(iterations: 1 + iterations)
    return Sample(
      seconds: (many.seconds - one.seconds) / Double(iterations), clustering: many.clustering)
  }

  private func wholeFit() throws(ClusteringError) -> Sample<Scalar> {
    var sample = try fit(iterations: iterations)
    sample.iterationCount = sample.clustering?.iterations
    return sample
  }

  private func fit(iterations: Int) throws(ClusteringError) -> Sample<Scalar> {
    var search = search
    search.maximumIterations = iterations
    let clock = Stopwatch()
    let clustering: Clustering<Scalar>
    if start == nil {
      clustering = try search.fit(observations)
    } else {
      clustering = try search.fit(observations, startingFrom: centroids)
    }
    return Sample(seconds: clock.seconds, clustering: clustering)
  }

  /// The time until the fit reports its starting centroids, at which it is stopped: what it returns
  /// are those centroids, with their inertia.
  private func seed() throws(ClusteringError) -> Sample<Scalar> {
    let report = SeedingReport()
    let clustering = try search.fit(observations) { progress in
      if progress.phase == .seeding { report.note() }
      return .stop
    }
    return Sample(seconds: report.seconds, clustering: clustering)
  }

  private func scipySearch(restarts: Int) throws(ClusteringError) -> Sample<Scalar> {
    var search = KMeans.scipyKMeans(clusterCount: search.clusterCount, threshold: 1e-5)
    search.restarts = restarts
    search.seed = self.search.seed
    search.workers = self.search.workers
    search.kernels = self.search.kernels
    search.algorithm = self.search.algorithm
    let clock = Stopwatch()
    let clustering = try search.fit(observations)
    return Sample(seconds: clock.seconds, clustering: clustering)
  }

  private func assign() throws(ClusteringError) -> Sample<Scalar> {
    let codebook = Codebook(centroids)
    let clock = Stopwatch()
    let (codes, _) = try codebook.encode(
      observations, workers: search.workers, kernels: search.kernels)
    return Sample(seconds: clock.seconds, codes: codes)
  }

  private var centroids: Matrix<Scalar> { start ?? [] }
}

/// When seeding ended.
private final class SeedingReport: Sendable {
  private let clock = Stopwatch()
  private let end = Mutex(0.0)

  func note() { end.withLock { $0 = clock.seconds } }

  var seconds: Double { end.withLock { $0 } }
}
