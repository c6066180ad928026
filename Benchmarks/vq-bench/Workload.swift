import Synchronization
import VectorQuantization

/// Observations, a configuration and a kind of work, which can be timed repeatedly.
struct Workload<Scalar: VectorScalar>: ~Escapable {
  let observations: MatrixSpan<Scalar>
  /// The initial centroids, or the codebook to assign to; `nil` if the configuration chooses
  /// centroids.
  let start: Matrix<Scalar>?
  let work: Work
  /// The number of iterations, as in ``Scenario``.
  let iterations: Int
  /// All other parameters of the work.
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
    // Relocation would add passes that the peers may not have.
    search.emptyClusters = .keep
    search.stopping = .never
    if case .seed(let initialization) = work { search.initialization = initialization }
    if case .restarts(let count) = work { search.restarts = count }
    self.search = search
  }

  /// Does the work, and times it.
  ///
  /// - Parameter minimum: The minimum total time in seconds. Fast work is repeated until it is
  ///   reached, and the mean is taken, because the clock has limited precision.
  /// - Returns: The time of the work in seconds, and the result of the work.
  /// - Throws: `ClusteringError` if the observations or the configuration are invalid.
  func sample(atLeast minimum: Double = 0) throws(ClusteringError) -> Sample<Scalar> {
    let clock = Stopwatch()
    var total = 0.0
    var count = 0.0
    while true {
      let sample = try once()
      total += sample.seconds
      count += 1
      // A time difference that is not positive is noise, and requires more repeats.
      if clock.seconds >= minimum, total > 0 || count >= 5 {
        return Sample(
          seconds: total / count, clustering: sample.clustering, codes: sample.codes,
          iterationCount: sample.iterationCount)
      }
    }
  }

  /// Reads the pages of the observations and starts the threads, with one iteration.
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

/// The outcome of one measurement.
struct Sample<Scalar: VectorScalar> {
  let seconds: Double
  /// The resulting clustering, if the work computes one.
  var clustering: Clustering<Scalar>?
  /// The resulting codes, if the work is an assignment.
  var codes: [Int32]?
  /// The number of iterations that were timed, if a fit may end before its limit.
  var iterationCount: Int?
}

extension Workload {
  /// (Time of 1 + m iterations - time of 1) / m, which excludes the one-time costs of a fit:
  /// checks, the start, the final assignment.
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

  /// The time until the fit reports its initial centroids.
  ///
  /// The fit is stopped at that point; its result is those centroids with their inertia.
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

/// The time at which seeding ended.
private final class SeedingReport: Sendable {
  private let clock = Stopwatch()
  private let end = Mutex(0.0)

  func note() { end.withLock { $0 = clock.seconds } }

  var seconds: Double { end.withLock { $0 } }
}
