/// Adds up what the phases of some work take.
struct PhaseClock {
  /// The phases in the order in which they first ended.
  private(set) var phases: [(name: String, Duration)] = []
  private var last = ContinuousClock.now

  /// Ends a phase, which may have been noted before.
  mutating func note(_ name: String) {
    let now = ContinuousClock.now
    if let position = phases.firstIndex(where: { $0.name == name }) {
      phases[position].1 += now - last
    } else {
      phases.append((name, now - last))
    }
    last = now
  }
}
