/// Runs from when it is made.
struct Stopwatch: Sendable {
  private let start = ContinuousClock.now

  /// The seconds since then.
  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }
}
