internal import CVQKernels

/// The workspace of a search by bytes for one group of rows, and the candidates of its open rows.
struct ByteWorkspace: ~Copyable, Sendable {
  /// For each panel, the lowest score of each row of the group.
  let minima: TileMemory<Float>
  /// A list of panels, as the kernel needs it.
  let panelBits: TileMemory<UInt64>
  let panelCodes: TileMemory<Int32>
  /// The number of candidates of each open row, and their codes, row by row.
  let counts: TileMemory<Int32>
  let codes: TileMemory<Int32>

  /// The codes take at most about this many bytes, unless a single row needs more.
  private static var codeBytes: Int { 1 << 18 }

  /// Allocates the workspace for codebooks of `clusterCount` centroids; nothing if that is 0.
  init(clusterCount: Int) {
    let widest = Int(VQK_MAXIMUM_ROW_GROUP)
    let panelCount = (clusterCount + PackedPanel.width - 1) / PackedPanel.width
    let batch = clusterCount == 0 ? 0 : min(widest, max(1, Self.codeBytes / 4 / clusterCount))
    minima = TileMemory(count: panelCount * widest)
    panelBits = TileMemory(count: panelCount)
    panelCodes = TileMemory(count: panelCount)
    counts = TileMemory(count: batch)
    codes = TileMemory(count: batch * clusterCount)
  }

  /// The number of open rows whose candidates can be found at once.
  var capacity: Int { counts.count }
}
