/// Bounds on the distances of every observation of one run, kept between iterations.
///
/// An upper bound on the distance to its centroid, and one or several lower bounds on the distances to
/// the others, as `Drift` has them written down: 4 bytes each.
struct ObservationBounds<Scalar: VectorScalar>: ~Copyable, Sendable {
  // Empty until the first pass that needs them.
  private(set) var uppers = TileMemory<Float>(count: 0)
  private(set) var lowers = TileMemory<Float>(count: 0)
  private(set) var drift: Drift
  /// Whether bounds say anything.
  private(set) var areKnown = false
  /// Whether they did before the last pass.
  private(set) var wereKnown = false
  private let lowersPerRow: Int

  init(plan: TilePlan, lowersPerRow: Int = 1) {
    self.lowersPerRow = lowersPerRow
    drift = Drift(clusterCount: plan.clusterCount, featureCount: plan.featureCount)
  }

  /// Forgets everything.
  mutating func forget() {
    guard areKnown else { return }
    areKnown = false
    uppers.fill(with: .infinity)
    lowers.fill(with: -.infinity)
  }

  /// Follows the centroids to where they are now.
  mutating func follow(_ codebook: PackedCodebook<Scalar>, rowCount: Int) {
    if areKnown && !drift.follow(codebook.centroids, scale: codebook.frame.scale) { forget() }
    if uppers.isEmpty {
      uppers = TileMemory(repeating: .infinity, count: rowCount)
      lowers = TileMemory(repeating: -.infinity, count: rowCount * lowersPerRow)
    }
    if !areKnown { drift.restart(at: codebook.centroids) }
  }

  /// Takes in that the pass to come writes down bounds of all observations.
  mutating func expect() {
    (wereKnown, areKnown) = (areKnown, true)
  }

  /// The bounds of some observations.
  @_lifetime(borrow self)
  func tile(_ rows: Range<Int>) -> TileBounds {
    TileBounds(
      uppers: uppers.lend(rows),
      lowers: lowers.lend((rows.lowerBound * lowersPerRow)..<(rows.upperBound * lowersPerRow)),
      travelled: drift.travelled.span, maximum: drift.maximum)
  }
}
