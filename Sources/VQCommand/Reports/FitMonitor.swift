internal import Synchronization
internal import VectorQuantization

/// Listens to a fit: finds out where its time goes, and shows how far it has come.
///
/// The time between two reports belongs to the phase of the second.
final class FitMonitor: Sendable {
  /// What a fit has cost so far.
  struct Costs: Sendable {
    var seeding = Duration.zero
    /// The time for iterations, and for the last assignments after them.
    var iterating = Duration.zero
    /// The iterations of all restarts.
    var iterations = 0
    fileprivate var lastReport = ContinuousClock.now

    /// How many observations an iteration took in, in a second.
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

  /// What ``KMeans`` is to call after each step.
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
      // Restarts may report in bursts, so only the rate since the start means something.
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

  /// The longest time that there can be left.
  ///
  /// It ends with the limit, or when a single run has done all the iterations that it may do. Most runs
  /// converge before.
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
  /// The duration as a number.
  var inSeconds: Double { self / .seconds(1) }
}
