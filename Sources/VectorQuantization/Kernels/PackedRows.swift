/// A tile's rows as the kernels read them, and a number for each: its margin, or a limit on scores.
///
/// Allocated once for the largest tile there is.
struct PackedRows<Scalar: VectorScalar>: ~Copyable, Sendable {
  let groups: TileMemory<Scalar>
  let limits: TileMemory<Scalar>
  let featureCount: Int
  /// How many rows there are.
  var count = 0

  /// Allocates room for so many rows.
  init(capacity: Int, featureCount: Int) {
    let padded = Kernels<Scalar>.paddedRowCount(capacity)
    self.featureCount = featureCount
    groups = TileMemory(count: padded * featureCount)
    limits = TileMemory(count: padded)
  }
}
