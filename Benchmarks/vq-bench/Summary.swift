/// What repeats of one measurement say together.
package struct Summary: Codable, Equatable, Sendable {
  /// The smallest, which no disturbance can lower.
  package let minimum: Double
  /// The middle one, or the mean of the middle two.
  package let median: Double
  /// The smallest that nine in ten do not exceed.
  package let p90: Double

  /// Summarizes samples, of which there must be one at least.
  package init(of samples: [Double]) {
    precondition(!samples.isEmpty, "there is something to summarize")
    let sorted = samples.sorted()
    let count = sorted.count
    minimum = sorted[0]
    median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    // The nearest rank: ⌈0.9 count⌉, counted from 1.
    p90 = sorted[(9 * count + 9) / 10 - 1]
  }

  /// Whether what was measured differs from `other` by more than the repeats of either do among
  /// themselves: the ranges from minimum to p90 have nothing in common.
  package func isBeyondNoise(of other: Summary) -> Bool {
    p90 < other.minimum || other.p90 < minimum
  }
}
