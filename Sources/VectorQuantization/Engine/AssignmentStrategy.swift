/// How the codes of a tile are found: what distinguishes one algorithm from another.
///
/// A strategy must leave the true nearest centroid of every row, the lowest on a tie, so that all
/// strategies give the same clustering. Tiling, sums, empty clusters, stopping and cancellation are
/// the engine's, and no strategy can get them wrong.
protocol AssignmentStrategy<Scalar>: Sendable, ~Copyable, ~Escapable {
  associatedtype Scalar: VectorScalar

  /// Whether the codes of the pass before must be in `workspace.codes`.
  var continues: Bool { get }

  /// Whether a tile may be assigned in parts: then idle workers help others with theirs.
  ///
  /// Not so where a strategy decides by the tile, since its effort would depend on who helped.
  var divides: Bool { get }

  /// Leaves the codes of one tile in `workspace.codes`. Called concurrently; writes only what it is
  /// lent, and what it keeps of the tile's range.
  ///
  /// - Returns: The first row that is not finite, or `nil`.
  func assign(
    _ tile: Tile<Scalar>, to codebook: PackedCodebook<Scalar>,
    with workspace: inout Workspace<Scalar>
  ) -> Int?
}

extension AssignmentStrategy where Self: ~Copyable & ~Escapable {
  var divides: Bool { false }
}
