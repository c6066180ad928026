/// The rows of a tile whose nearest centroid scores cannot tell, and the pairs that decide.
///
/// Distances of all pairs of a batch are computed by direct differences in `Double`, in one order on
/// every kernel set. Where two of them differ by less than they may round, `NearTies` decides.
struct UndecidedRows<Scalar: VectorScalar>: ~Copyable, Sendable {
  let rows: TileMemory<UndecidedRow>
  /// The candidates of one row.
  let candidates: TileMemory<Int32>
  private let pairRows: TileMemory<UInt32>
  private let pairCodes: TileMemory<Int32>
  private let squared: TileMemory<Double>
  /// For each row of a batch, the end of its pairs.
  private let ends: TileMemory<Int32>
  private var pairCount = 0
  private var rowCount = 0
  /// The pairs measured since the last reset.
  private(set) var measuredCount = 0

  /// Allocates memory for tiles of `rowCapacity` rows and codebooks of `clusterCount` centroids.
  init(rowCapacity: Int, clusterCount: Int) {
    rows = TileMemory(repeating: UndecidedRow(), count: rowCapacity)
    candidates = TileMemory(count: max(2, clusterCount))
    let capacity = max(2, clusterCount) + 1024
    pairRows = TileMemory(count: capacity)
    pairCodes = TileMemory(count: capacity)
    squared = TileMemory(count: capacity)
    ends = TileMemory(count: rowCapacity)
  }
}
