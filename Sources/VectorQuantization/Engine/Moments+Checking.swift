extension Moments {
  /// Computes the moments of observations, and checks that they are finite and that sums of them
  /// cannot overflow.
  ///
  /// If the team is stopped, the moments are garbage.
  init<Scalar: VectorScalar>(
    checking observations: ObservationTiles<Scalar>, totalWeight: Double, _ team: Team<Scalar>
  ) throws(ClusteringError) {
    self.init(of: observations, team)
    if team.isStopped { return }
    if let (row, column) = firstNotFinite(among: observations) {
      throw .notFinite(row: row, column: column)
    }
    let maximum = maximum.max() ?? 0
    try Magnitude.check(
      observations, extent: maximum + (mean.map(\.magnitude).max() ?? 0),
      count: max(Double(observations.rowCount), totalWeight), stop: team.stop)
    // Squares of very large or very small differences would overflow or underflow in the data's
    // units.
    if !variance.allSatisfy(\.isFinite) || (maximum > 0 && maximum < 0x1p-400) {
      let unit = Double(sign: .plus, exponent: Int(maximum.exponent), significand: 1)
      self.init(
        of: observations, from: mean, unit: Array(repeating: unit, count: mean.count), team)
    }
  }
}
