/// How large observations may be: no sum of them, of any of them and from any origin among them, may
/// overflow.
package enum Magnitude {
  /// Whether observations are small enough.
  ///
  /// Their extent is how far from 0 they lie at most, within a factor of a few; their count is how
  /// many there are, or their total weight if that is more.
  package static func isSafe(extent: Double, count: Double) -> Bool {
    (4 * count * extent).isFinite
  }

  /// Checks observations, and names one that is too large; they are numbered from `firstRow`.
  ///
  /// Once `stop` is raised, observations pass unchecked.
  static func check<Scalar: VectorScalar>(
    _ observations: ObservationTiles<Scalar>, extent: Double, count: Double, firstRow: Int = 0,
    stop: StopFlag? = nil
  ) throws(ClusteringError) {
    if isSafe(extent: extent, count: count) { return }
    let limit = Double.greatestFiniteMagnitude / (16 * count)
    let place = observations.firstPosition(stop: stop) { Double($0).magnitude > limit }
    if let stop, stop.isRaised { return }
    throw .magnitudeTooLarge(row: firstRow + (place?.row ?? 0), column: place?.column ?? 0)
  }
}
