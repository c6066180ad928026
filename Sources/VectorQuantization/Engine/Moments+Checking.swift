extension Moments {
  /// The moments of observations that must be finite, and not so large that sums of them overflow.
  ///
  /// Once `stop` is raised they are garbage.
  init<Scalar: VectorScalar>(
    checking observations: ObservationTiles<Scalar>, totalWeight: Double, _ team: Team<Scalar>
  ) throws(ClusteringError) {
    self.init(of: observations, team)
    if !isFinite, let (row, column) = observations.firstPosition(where: { !$0.isFinite }) {
      throw .notFinite(row: row, column: column)
    }
    // No sum of these observations, of any of them and from any origin among them, may overflow.
    let greatest = greatest.max() ?? 0
    let extent = greatest + (mean.map(\.magnitude).max() ?? 0)
    let count = max(Double(observations.rowCount), totalWeight)
    if !(4 * count * extent).isFinite {
      let limit = Double.greatestFiniteMagnitude / (16 * count)
      let place = observations.firstPosition { Double($0).magnitude > limit }
      throw .magnitudeTooLarge(row: place?.row ?? 0, column: place?.column ?? 0)
    }
    // Squares of very large or very small differences need units of their own.
    if !variance.allSatisfy(\.isFinite) || (greatest > 0 && greatest < 0x1p-400) {
      let unit = Double(sign: .plus, exponent: Int(greatest.exponent), significand: 1)
      self.init(
        of: observations, from: mean, unit: Array(repeating: unit, count: mean.count), team)
    }
  }
}
