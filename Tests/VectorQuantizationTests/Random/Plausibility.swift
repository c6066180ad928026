/// Whether counts are likely, if each outcome has its share of probability.
///
/// The statistic of the χ² test has the mean *m* and the variance 2*m* for *m* + 1 outcomes; six
/// standard deviations above the mean is exceeded less than once in 10⁴ even for *m* = 1, and seeds
/// are fixed, so a test that passes once passes always.
func isPlausible(_ counts: [Int], shares: [Double]) -> Bool {
  let total = Double(counts.reduce(0, +))
  let statistic = zip(counts, shares).reduce(0.0) { sum, outcome in
    let expected = total * outcome.1
    let difference = Double(outcome.0) - expected
    return sum + difference * difference / expected
  }
  let freedom = Double(counts.count - 1)
  return statistic <= freedom + 6 * (2 * freedom).squareRoot()
}
