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
  private let restarts: Int
  private let line: ProgressLine
  private let state = Mutex(Costs())

  /// Starts the clock.
  init(observationCount: Int, restarts: Int, line: ProgressLine) {
    self.observationCount = observationCount
    self.restarts = restarts
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
    line.update { words(for: progress, after: costs) }
  }

  private func words(for progress: KMeans.Progress, after costs: Costs) -> String {
    var words: [String] = []
    if restarts > 1 { words.append("restart \(progress.restart + 1)/\(restarts)") }
    switch progress.phase {
    case .seeding: words.append("seeded")
    case .iterating: words.append("iteration \(progress.iteration)")
    case .finishing: words.append("finished after \(progress.iteration)")
    }
    if let inertia = progress.inertia { words.append("inertia \(Figures.measured(inertia))") }
    if let shift = progress.centroidShift {
      words.append("shift \(Figures.measured(shift, digits: 3))")
    }
    if progress.phase != .seeding {
      // Restarts may report in bursts, so only the rate since the start means something.
      let rate = costs.rate(observationCount: observationCount)
      words.append("\(Figures.scaled(rate)) obs/s")
    }
    return words.joined(separator: "  ")
  }
}

extension Duration {
  /// The duration as a number.
  var inSeconds: Double { self / .seconds(1) }
}
