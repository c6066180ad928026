/// A few directions along which centroids differ most, to tell from what lies along them that most
/// centroids are too far away.
///
/// A row's projection is its coordinates along the directions, and the norm of what they leave of it.
/// The difference of two such norms is at most the norm of the difference (the triangle inequality), so
/// two projections are never farther apart than the rows.
struct Subspace: Sendable {
  let featureCount: Int
  /// The directions, or `nil` for all there are: projecting then rounds to `Float`, and no more.
  let basis: PanelBasis?
  let slack: ScreenSlack

  /// The coordinates of a projected row.
  var width: Int { basis?.width ?? featureCount }
  /// How many directions there are.
  var directionCount: Int { basis?.directionCount ?? featureCount }

  /// Finds the leading directions of some rows, as seen from the frame's origin.
  ///
  /// Rounds of block power iteration, X ↦ Xᵀ(X·P), with Gram–Schmidt after each. The directions need not
  /// be exact: that they are nearly orthonormal is measured, and all that results rely on. They have the
  /// same bits with every kernel set and any number of workers.
  ///
  /// - Parameters:
  ///   - directionCount: The most directions to find; fewer if the rows do not spread along so many.
  ///   - rows: Observations or centroids.
  ///   - frame: The frame.
  ///   - team: Whose kernels play no part in the result.
  init<Scalar: VectorScalar>(
    leading directionCount: Int, of rows: ObservationTiles<Scalar>, frame: Frame<Scalar>,
    _ team: Team<Scalar>
  ) {
    let d = rows.columnCount
    let sample = SubspaceSample(rows, frame: frame)
    let most = min(directionCount, PanelBasis.mostDirections, d, sample.rowCount)
    let directions = sample.leadingDirections(
      most, Team(Kernels(team.kernels.set), workers: team.workers))
    let departure = directions.departure
    // Never seen; but nothing less is certain.
    let isUsable = departure < 0x1p-20
    let basis = PanelBasis(
      isUsable ? directions.elements : [], directionCount: isUsable ? directions.count : 0,
      featureCount: d)
    featureCount = d
    self.basis = basis
    slack = ScreenSlack(
      featureCount: d, directionCount: basis.directionCount,
      departure: isUsable ? departure : 0, unit: sample.unit)
  }

  /// The subspace of the first so many directions.
  func leading(_ count: Int) -> Subspace {
    guard let basis, count < basis.directionCount else { return self }
    let all = Directions(basis)
    return Subspace(
      featureCount: featureCount,
      basis: PanelBasis(
        Array(all.elements.prefix(count * featureCount)), directionCount: count,
        featureCount: featureCount),
      // What holds for all directions holds for some.
      slack: slack)
  }

  /// The line itself.
  static let line = Subspace(
    featureCount: 1, basis: nil,
    slack: ScreenSlack(featureCount: 1, directionCount: nil, departure: 0, unit: 1))

  private init(featureCount: Int, basis: PanelBasis?, slack: ScreenSlack) {
    self.featureCount = featureCount
    self.basis = basis
    self.slack = slack
  }

  /// Takes all directions, for rows of `Double` that are to be looked at in `Float`.
  init<Scalar: VectorScalar>(
    wholeOf rows: ObservationTiles<Scalar>, frame: Frame<Scalar>
  ) {
    let unit = SubspaceSample.unit(for: rows, frame: frame)
    featureCount = rows.columnCount
    basis = nil
    slack = ScreenSlack(
      featureCount: featureCount, directionCount: nil, departure: 0, unit: unit)
  }
}
