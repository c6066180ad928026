/// Whether counts are likely, if each outcome has its share of probability.
///
/// The statistic of the χ² test with *m* degrees of freedom exceeds *m* + 2√(*mx*) + 2*x* with a
/// probability of at most exp(-*x*) (B. Laurent and P. Massart, Annals of Statistics 28, 2000); *x*
/// is 12 here, for less than once in 10⁵. Seeds are fixed, so what passes once passes always.
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
