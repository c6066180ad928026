internal import Synchronization
internal import VectorQuantization

/// Measures the time of a fit, and shows its progress.
///
/// The time between two progress reports counts for the phase of the second report.
final class FitMonitor: Sendable {
  /// The time and the iterations of a fit so far.
  struct Costs: Sendable {
    var seeding = Duration.zero
    /// The time for iterations and for the final assignments.
    var iterating = Duration.zero
    /// The number of iterations of all restarts.
    var iterations = 0
    fileprivate var lastReport = ContinuousClock.now

    /// Returns the number of observations that iterations processed per second.
    func rate(observationCount: Int) -> Double {
      Double(observationCount) * Double(iterations) / iterating.inSeconds
    }
  }

  private let observationCount: Int
  private let search: KMeans
  private let timeLimit: Duration?
  private let line: ProgressLine
  private let start = ContinuousClock.now
  private let state = Mutex(Costs())

  /// Starts the clock.
  init(
    observationCount: Int, of search: KMeans, timeLimit: Duration? = nil, line: ProgressLine
  ) {
    self.observationCount = observationCount
    self.search = search
    self.timeLimit = timeLimit
    self.line = line
  }

  var costs: Costs { state.withLock { $0 } }

  /// The function that ``KMeans`` calls after each step.
  var onIteration: @Sendable (KMeans.Progress) -> KMeans.Continuation {
    { progress in
      self.note(progress)
      return .proceed
    }
  }

  private func note(_ progress: KMeans.Progress) {
    let costs = state.withLock { costs in
      let now = ContinuousClock.now
      let step = now - costs.lastReport
      costs.lastReport = now
      if progress.phase == .seeding {
        costs.seeding += step
      } else {
        costs.iterating += step
      }
      if progress.phase == .iterating { costs.iterations += 1 }
      return costs
    }
    line.update(facts: { self.facts(of: progress, after: costs) }) {
      words(for: progress, after: costs)
    }
  }

  private func words(for progress: KMeans.Progress, after costs: Costs) -> String {
    var words: [String] = []
    if search.restarts > 1 {
      words.append("restart \(progress.restart + 1)/\(search.restarts)")
    }
    switch progress.phase {
    case .seeding: words.append("seeded")
    case .iterating: words.append("iteration \(progress.iteration)")
    case .finishing: words.append("finished after \(progress.iteration)")
    }
    if let inertia = progress.inertia { words.append("inertia \(Figures.measured(inertia))") }
    if let shift = progress.centroidShift {
      words.append("shift \(Figures.measured(shift, digits: 3))")
    }
    if let moved = progress.movedCount { words.append("moved \(Figures.scaled(Double(moved)))") }
    if progress.phase != .seeding {
      // Restarts may report in bursts, so only the rate since the start is meaningful.
      let rate = costs.rate(observationCount: observationCount)
      words.append("\(Figures.scaled(rate)) obs/s")
    }
    if let left = timeLeft(progress, after: costs) {
      words.append("at most \(Figures.time(left)) left")
    }
    return words.joined(separator: "  ")
  }

  private func facts(of progress: KMeans.Progress, after costs: Costs) -> [Report.Fact] {
    var report = Report()
    report.add("phase", "", .text("\(progress.phase)"))
    report.add("restart", "", .count(progress.restart))
    report.add("iteration", "", .count(progress.iteration))
    if let inertia = progress.inertia { report.add("inertia", "", .number(inertia)) }
    if let distortion = progress.distortion { report.add("distortion", "", .number(distortion)) }
    if let shift = progress.centroidShift { report.add("centroidShift", "", .number(shift)) }
    if let moved = progress.movedCount { report.add("moved", "", .count(moved)) }
    report.add("seconds", "", .number((ContinuousClock.now - start).inSeconds))
    if progress.phase != .seeding {
      report.add(
        "observationsPerSecond", "", .number(costs.rate(observationCount: observationCount)))
    }
    if let left = timeLeft(progress, after: costs) {
      report.add("secondsLeft", "", .number(left.inSeconds))
    }
    return report.facts
  }

  /// Returns the maximum time left, from the time limit and the maximum number of iterations.
  ///
  /// The iterations are used only if there is a single run. Most runs converge earlier.
  private func timeLeft(_ progress: KMeans.Progress, after costs: Costs) -> Duration? {
    let untilLimit = timeLimit.map { max(.zero, start + $0 - .now) }
    guard search.restarts == 1, search.maximumIterations < .max, costs.iterations > 0 else {
      return untilLimit
    }
    let iterations = max(0, search.maximumIterations - progress.iteration)
    let rest = costs.iterating / costs.iterations * iterations
    return untilLimit.map { min($0, rest) } ?? rest
  }
}

extension Duration {
  /// The duration in seconds.
  var inSeconds: Double { self / .seconds(1) }
}
