/// How the codes of a tile are found: what distinguishes one algorithm from another.
///
/// A strategy decides which rows need a search, and hands those to `NearestSearch` in one batch; it
/// never computes distances pair by pair. It must leave in `codes` the true nearest centroid of
/// every row, the lowest on a tie, so that all strategies give the same clustering. Tiling, sums,
/// empty clusters, stopping and cancellation are the engine's, and no strategy can get them wrong.
protocol AssignmentStrategy<Scalar>: Sendable {
  associatedtype Scalar: VectorScalar

  /// Assigns the rows of one tile. Called concurrently; writes only what it is lent.
  ///
  /// - Returns: The first row that is not finite, or `nil`.
  func assign(
    _ tile: Tile<Scalar>, to codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>,
    margin: Margin, with search: inout NearestSearch<Scalar>, codes: inout [Int32]
  ) -> Int?
}
