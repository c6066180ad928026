/// A tile's rows, packed for the kernels, and one number per row: its margin, or a limit on scores.
///
/// The memory is allocated once, for the largest tile.
struct PackedRows<Scalar: VectorScalar>: ~Copyable, Sendable {
  let groups: TileMemory<Scalar>
  let limits: TileMemory<Scalar>
  let featureCount: Int
  /// The number of rows.
  var count = 0

  /// Allocates memory for `capacity` rows.
  init(capacity: Int, featureCount: Int) {
    let padded = Kernels<Scalar>.paddedRowCount(capacity)
    self.featureCount = featureCount
    groups = TileMemory(count: padded * featureCount)
    limits = TileMemory(count: padded)
  }
}
