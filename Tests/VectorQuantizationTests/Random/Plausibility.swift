/// Returns whether counts are plausible, if the outcomes have the probabilities `shares`.
///
/// The statistic of the χ² test with *m* degrees of freedom exceeds *m* + 2√(*mx*) + 2*x* with a
/// probability of at most exp(-*x*) (B. Laurent and P. Massart, Annals of Statistics 28, 2000).
/// Here *x* is 12, so a failure by chance is rarer than 1 in 10⁵. Seeds are fixed, so a test that
/// passes once always passes.
func isPlausible(_ counts: [Int], shares: [Double]) -> Bool {
  let total = Double(counts.reduce(0, +))
  let statistic = zip(counts, shares).reduce(0.0) { sum, outcome in
    let expected = total * outcome.1
    let difference = Double(outcome.0) - expected
    return sum + difference * difference / expected
  }
  let freedom = Double(counts.count - 1)
  let exponent = 12.0
  return statistic <= freedom + 2 * (freedom * exponent).squareRoot() + 2 * exponent
}
