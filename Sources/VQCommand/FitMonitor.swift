internal import Synchronization
internal import VectorQuantization

/// Listens to a fit: finds out where its time goes, and shows how far it has come.
///
/// The time between two reports belongs to the phase of the second.
final class FitMonitor: Sendable {
  /// What a fit has cost so far.
  struct Costs: Sendable {
    var seeding = Duration.zero
    var iterating = Duration.zero
    /// How often all observations were assigned, over all restarts.
    var passes = 0
    fileprivate var lastReport = ContinuousClock.now
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
    let step = state.withLock { costs in
      let now = ContinuousClock.now
      let step = now - costs.lastReport
      costs.lastReport = now
      if progress.phase == .seeding {
        costs.seeding += step
      } else {
        costs.iterating += step
        costs.passes += 1
      }
      return step
    }
    line.update { words(for: progress, lasting: step) }
  }

  private func words(for progress: KMeans.Progress, lasting step: Duration) -> String {
    var words: [String] = []
    if restarts > 1 { words.append("restart \(progress.restart + 1)/\(restarts)") }
    switch progress.phase {
    case .seeding: words.append("seeded")
    case .iterating: words.append("iteration \(progress.iteration)")
    case .finishing: words.append("finished after \(progress.iteration)")
    }
    if let inertia = progress.inertia { words.append("inertia \(Figures.measured(inertia))") }
    if let shift = progress.centroidShift { words.append("shift \(Figures.measured(shift))") }
    if progress.phase != .seeding, step > .zero {
      let rate = Double(observationCount) / step.inSeconds
      words.append("\(Figures.scaled(rate)) observations/s")
    }
    return words.joined(separator: "   ")
  }
}

extension Duration {
  /// The duration as a number.
  var inSeconds: Double { self / .seconds(1) }
}
