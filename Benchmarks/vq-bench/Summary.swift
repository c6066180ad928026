/// Statistics over the repeats of one measurement.
package struct Summary: Codable, Equatable, Sendable {
  /// The minimum, which disturbances cannot lower.
  package let minimum: Double
  /// The median; for an even count, the mean of the two middle values.
  package let median: Double
  /// The 90th percentile.
  package let p90: Double

  /// Summarizes samples, of which there must be at least one.
  package init(of samples: [Double]) {
    precondition(!samples.isEmpty, "there is something to summarize")
    let sorted = samples.sorted()
    let count = sorted.count
    minimum = sorted[0]
    median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    // The nearest-rank method: rank ⌈0.9 count⌉, counted from 1.
    p90 = sorted[(9 * count + 9) / 10 - 1]
  }

  /// Whether the difference to `other` is larger than the variation between repeats.
  ///
  /// This is the case if the ranges from minimum to p90 do not overlap.
  package func isBeyondNoise(of other: Summary) -> Bool {
    p90 < other.minimum || other.p90 < minimum
  }
}
