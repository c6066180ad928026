/// Measures time from its creation on.
struct Stopwatch: Sendable {
  private let start = ContinuousClock.now

  /// The time since creation, in seconds.
  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }
}
