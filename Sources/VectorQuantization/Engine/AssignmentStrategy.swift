/// Finds the codes of a tile.
///
/// Each algorithm has its own strategy.
///
/// A strategy must return the true nearest centroid of every row (the lowest code on a tie), so
/// that all strategies give the same clustering. The engine does everything else: tiling, sums,
/// empty clusters, stopping and cancellation.
protocol AssignmentStrategy<Scalar>: Sendable, ~Copyable, ~Escapable {
  associatedtype Scalar: VectorScalar

  /// Whether `assign` needs the codes of the previous pass in `workspace.codes`.
  var continues: Bool { get }

  /// Whether a tile may be assigned in parts, so that idle workers can help other workers.
  ///
  /// False if a strategy makes decisions per tile: its effort would then depend on which worker
  /// helped.
  var divides: Bool { get }

  /// Writes the codes of one tile to `workspace.codes`.
  ///
  /// Workers call this concurrently. It may write only the memory that it was lent, and its own
  /// state for the tile's range.
  ///
  /// - Returns: The first row with a NaN or an infinity, or `nil`.
  func assign(
    _ tile: Tile<Scalar>, to codebook: PackedCodebook<Scalar>,
    with workspace: inout Workspace<Scalar>
  ) -> Int?
}

extension AssignmentStrategy where Self: ~Copyable & ~Escapable {
  var divides: Bool { false }
}
