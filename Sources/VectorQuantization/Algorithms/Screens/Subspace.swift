/// A few directions along which centroids differ most, used to rule out most centroids for a row.
///
/// The projection of a row consists of its coordinates along the directions and the norm of the
/// remainder. The difference of two such norms is at most the norm of the difference (the triangle
/// inequality). So two projections are never farther apart than the rows.
struct Subspace: Sendable {
  let featureCount: Int
  /// The directions, or `nil` for all directions: projecting then only rounds to `Float`.
  let basis: PanelBasis?
  let slack: ScreenSlack

  /// The length of a projected row.
  var width: Int { basis?.width ?? featureCount }
  /// The number of directions.
  var directionCount: Int { basis?.directionCount ?? featureCount }

  /// Finds the leading directions of some rows, seen from the frame's origin.
  ///
  /// Uses block power iteration, X ↦ Xᵀ(X·P), with Gram–Schmidt after each iteration. The
  /// directions need not be exact. Results only rely on the directions being nearly orthonormal,
  /// and the departure from that is measured. The directions have the same bits with every kernel
  /// set and any number of workers.
  ///
  /// - Parameters:
  ///   - directionCount: The maximum number of directions. Fewer are found if the rows spread along
  ///     fewer directions.
  ///   - rows: Observations or centroids.
  ///   - frame: The frame.
  ///   - team: The workers. The kernel set does not affect the result.
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
    // Never observed, but nothing less is proven.
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

  /// Returns the subspace of the first `count` directions.
  func leading(_ count: Int) -> Subspace {
    guard let basis, count < basis.directionCount else { return self }
    let all = Directions(basis)
    return Subspace(
      featureCount: featureCount,
      basis: PanelBasis(
        Array(all.elements.prefix(count * featureCount)), directionCount: count,
        featureCount: featureCount),
      // The slack of all directions is valid for a subset.
      slack: slack)
  }

  /// The subspace of one-dimensional data: the whole line.
  static let line = Subspace(
    featureCount: 1, basis: nil,
    slack: ScreenSlack(featureCount: 1, directionCount: nil, departure: 0, unit: 1))

  private init(featureCount: Int, basis: PanelBasis?, slack: ScreenSlack) {
    self.featureCount = featureCount
    self.basis = basis
    self.slack = slack
  }

  /// Creates the subspace of all directions, to search rows of `Double` in `Float`.
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
