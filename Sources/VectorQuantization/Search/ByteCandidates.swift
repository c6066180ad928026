internal import CVQKernels

/// Undecided rows of a search by bytes that have more than two candidates, and the workspace to find
/// these.
///
/// Rows are collected, because the kernel takes as long for a single row as for a whole group.
struct ByteCandidates: ~Copyable, Sendable {
  /// The rows as the kernel listed them, and their positions in that list.
  let open: TileMemory<UndecidedRow>
  private let positions: TileMemory<Int32>
  private(set) var count = 0
  /// The number of candidates of each row, and their codes, row by row.
  let counts: TileMemory<Int32>
  let codes: TileMemory<Int32>
  // The workspace of the kernel.
  let group: TileMemory<UInt8>
  let hitBits: TileMemory<UInt64>
  let hitCodes: TileMemory<Int32>

  /// The codes take at most about this many bytes, unless a single row needs more.
  private static var codeBytes: Int { 1 << 20 }

  /// Allocates the workspace for codebooks of `clusterCount` centroids; nothing if that is 0.
  init(clusterCount: Int, featureCount: Int) {
    let widest = Int(VQK_MAXIMUM_ROW_GROUP)
    let batch =
      clusterCount == 0 ? 0 : min(widest, max(1, Self.codeBytes / 4 / clusterCount))
    open = TileMemory(repeating: UndecidedRow(), count: batch)
    positions = TileMemory(count: batch)
    counts = TileMemory(count: batch)
    codes = TileMemory(count: batch * clusterCount)
    group = TileMemory(
      count: batch == 0 ? 0 : widest * RoundedRows.byteCount(featureCount: featureCount))
    hitBits = TileMemory(count: clusterCount)
    hitCodes = TileMemory(count: clusterCount)
  }

  /// Whether there is no space for another row, with a set that holds `groupRows` rows side by side.
  func isFull(groupRows: Int) -> Bool { count == min(open.count, groupRows) }

  /// Adds a row and its position in the kernel's list.
  mutating func append(_ row: UndecidedRow, at position: Int) {
    open[count] = row
    positions[count] = Int32(position)
    count += 1
  }

  /// The position of a row in the kernel's list.
  func position(_ item: Int) -> Int { Int(positions[item]) }

  mutating func removeAll() { count = 0 }
}
