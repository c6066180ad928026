/// Adds up the durations of phases.
struct PhaseClock {
  /// The phases in the order in which they first ended.
  private(set) var phases: [(name: String, Duration)] = []
  private var last = ContinuousClock.now

  /// Ends a phase, and adds its time.
  ///
  /// A phase may occur several times.
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
