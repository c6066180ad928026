/// Bounds on the distances of every observation of one run, kept between iterations.
///
/// Each observation has an upper bound on the distance to its centroid, and one or several lower
/// bounds on the distances to the others. They are stored relative to `Drift` and take 4 bytes
/// each.
struct ObservationBounds<Scalar: VectorScalar>: ~Copyable, Sendable {
  // Empty until the first pass that needs them.
  private(set) var uppers = TileMemory<Float>(count: 0)
  private(set) var lowers = TileMemory<Float>(count: 0)
  private(set) var drift: Drift
  /// Whether the bounds are valid.
  private(set) var areKnown = false
  /// Whether the bounds were valid before the last pass.
  private(set) var wereKnown = false
  private let lowersPerRow: Int

  init(plan: TilePlan, lowersPerRow: Int = 1) {
    self.lowersPerRow = lowersPerRow
    drift = Drift(clusterCount: plan.clusterCount, featureCount: plan.featureCount)
  }

  /// Discards all bounds.
  mutating func forget() {
    guard areKnown else { return }
    areKnown = false
    uppers.fill(with: .infinity)
    lowers.fill(with: -.infinity)
  }

  /// Adds the moves of the centroids to the drift.
  mutating func follow(_ codebook: PackedCodebook<Scalar>, rowCount: Int) {
    if areKnown && !drift.follow(codebook.centroids, scale: codebook.frame.scale) { forget() }
    if uppers.isEmpty {
      uppers = TileMemory(repeating: .infinity, count: rowCount)
      lowers = TileMemory(repeating: -.infinity, count: rowCount * lowersPerRow)
    }
    if !areKnown { drift.restart(at: codebook.centroids) }
  }

  /// Announces that the next pass writes the bounds of all observations.
  mutating func expect() {
    (wereKnown, areKnown) = (areKnown, true)
  }

  /// Borrows the bounds of some observations.
  @_lifetime(borrow self)
  func tile(_ rows: Range<Int>) -> TileBounds {
    TileBounds(
      uppers: uppers.lend(rows),
      lowers: lowers.lend((rows.lowerBound * lowersPerRow)..<(rows.upperBound * lowersPerRow)),
      travelled: drift.travelled.span, maximum: drift.maximum)
  }
}
