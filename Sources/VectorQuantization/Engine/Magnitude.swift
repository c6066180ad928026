/// The maximum size of observations: no sum of differences from an origin among them may overflow.
package enum Magnitude {
  /// Returns whether observations are small enough.
  ///
  /// The extent is the maximum distance of the observations from 0, within a factor of a few. The
  /// count is the number of observations, or their total weight if that is larger.
  package static func isSafe(extent: Double, count: Double) -> Bool {
    (4 * count * extent).isFinite
  }

  /// Throws if observations are too large, and names one of them.
  ///
  /// Row numbers start at `firstRow`.
  ///
  /// If `stop` is raised, the check ends without an error.
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
