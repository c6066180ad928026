internal import Foundation

/// The Anderson-Darling test for a normal distribution of unknown mean and variance.
///
/// T. W. Anderson and D. A. Darling, "Asymptotic theory of certain 'goodness of fit' criteria based
/// on stochastic processes", Annals of Mathematical Statistics 23, 1952. Corrections and
/// significance levels for a mean and variance estimated from the sample: R. B. D'Agostino and M.
/// A. Stephens, "Goodness-of-fit techniques", 1986, table 4.9.
package enum AndersonDarling {
  /// The minimum sample size for which the correction is valid.
  static let minimumCount = 8
  /// The maximum significance level for which the formula of critical values is valid.
  static let maximumSignificance = 0.1

  /// Returns the test statistic, corrected for the sample size; larger means less normal.
  ///
  /// The result is `nil` if all numbers are equal, or if there are fewer than `minimumCount`.
  ///
  /// - Complexity: O(*n* log *n*).
  package static func statistic(of numbers: [Double]) -> Double? {
    guard numbers.count >= minimumCount else { return nil }
    let n = Double(numbers.count)
    // Differences to one of the numbers: equal numbers have a deviation of exactly 0.
    let numbers = numbers.map { $0 - numbers[0] }
    let mean = numbers.reduce(0, +) / n
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / (n - 1)).squareRoot()
    guard deviation > 0, deviation.isFinite else { return nil }
    let scores = numbers.map { ($0 - mean) / deviation }.sorted()
    var sum = 0.0
    for index in scores.indices {
      let (low, high) = (scores[index], scores[scores.count - 1 - index])
      sum += Double(2 * index + 1) * (logShareBelow(low) + logShareBelow(-high))
    }
    let statistic = -n - sum / n
    return statistic * (1 + 0.75 / n + 2.25 / (n * n))
  }

  /// Returns the value that the corrected statistic of normal numbers exceeds with probability
  /// `significance`.
  ///
  /// For 0.0001 it is 1.85; Hamerly and Elkan, with another correction, use 1.8692.
  package static func criticalValue(significance: Double) -> Double {
    // The upper tail is exp(1.2937 - 5.709 A + 0.0186 A²); its inverse is a root of the quadratic.
    let (square, linear) = (0.0186, 5.709)
    let constant = 1.2937 - log(significance)
    let discriminant = max(0, linear * linear - 4 * square * constant)
    return (linear - discriminant.squareRoot()) / (2 * square)
  }

  /// Returns the logarithm of the standard normal distribution function at `score`.
  private static func logShareBelow(_ score: Double) -> Double {
    log(max(erfc(-score / 2.0.squareRoot()) / 2, .leastNormalMagnitude))
  }
}
