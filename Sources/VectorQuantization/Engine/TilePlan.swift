/// How observations are divided: into tiles that fit a cache, and chunks of consecutive tiles that
/// share one record of partial sums.
///
/// The plan depends on the shape of the problem and never on the machine, so sums are added in the
/// same order everywhere.
package struct TilePlan: Sendable, Equatable {
  package let rowCount: Int
  package let featureCount: Int
  package let clusterCount: Int
  /// The number of rows in a tile; the last tile may have fewer.
  package let tileRows: Int
  /// The number of rows in a chunk, a multiple of `tileRows`; the last chunk may have fewer.
  package private(set) var chunkRows: Int
  package private(set) var chunkCount: Int
  /// Whether sums are computed code by code after the codes are known, instead of chunk by chunk.
  ///
  /// A chunk's sums take as much memory as a codebook in `Double`. So a large codebook would allow
  /// only few chunks, and thus few threads.
  package private(set) var sumsByCode = false

  /// A tile packed for the kernels takes at most about this many bytes: a fifth of a second-level
  /// cache.
  private static let tileBytes = 196_608
  /// Tiles of low-dimensional data have at least about this many bytes, up to 32 row groups.
  private static let smallTileBytes = 24_576
  /// A larger codebook does not stay in a second-level cache and is read from memory for each tile.
  ///
  /// Tiles then have more rows, because the shared memory bandwidth would limit the speed
  /// otherwise.
  private static let largeCodebookBytes = 16 << 20
  private static let groupsForLargeCodebooks = 4
  /// A multiple of every kernel set's row group.
  private static let rowGroup = 48
  /// The partial sums of all chunks together take at most about this many bytes.
  private static let sumBytes = 16 << 20
  /// The minimum number of chunks, which keeps as many threads busy even if the codebook is large.
  private static let fewestChunks = 4
  private static let mostChunks = 256
  /// With fewer chunks than this, sums are computed by code.
  private static let fewestBusyChunks = 64

  /// Plans the tiles and chunks of a problem.
  ///
  /// - Parameters:
  ///   - rowCount: The number of observations.
  ///   - featureCount: The number of features.
  ///   - clusterCount: The number of codes in each chunk's partial sums.
  ///   - scalarSize: The size of a number, in bytes.
  package init(rowCount: Int, featureCount: Int, clusterCount: Int, scalarSize: Int) {
    self.rowCount = rowCount
    self.featureCount = featureCount
    self.clusterCount = clusterCount
    tileRows = Self.tileRows(
      featureCount: featureCount, clusterCount: clusterCount, scalarSize: scalarSize)
    (chunkRows, chunkCount) = (0, 0)
    let chunkBytes = Double(clusterCount) * Double(featureCount + 2) * 8
    divide(
      into: Int(min(Double(Self.sumBytes) / max(1, chunkBytes), Double(Self.mostChunks))))
  }

  /// The same plan without partial sums, so that it may have the maximum number of chunks.
  var withoutSums: TilePlan {
    var plan = self
    plan.divide(into: Self.mostChunks)
    return plan
  }

  /// Divides the rows into about `affordable` chunks.
  private mutating func divide(into affordable: Int) {
    let chunks = max(Self.fewestChunks, affordable)
    chunkRows = max(1, (tileCount + chunks - 1) / chunks) * tileRows
    chunkCount = (rowCount + chunkRows - 1) / chunkRows
  }

  /// Creates a plan with one chunk for each block of rows.
  init(blocksOf blockRows: Int, rowCount: Int, of codebook: Matrix<Double>, scalarSize: Int) {
    self.rowCount = rowCount
    featureCount = codebook.columnCount
    clusterCount = codebook.rowCount
    tileRows = Self.tileRows(
      featureCount: featureCount, clusterCount: clusterCount, scalarSize: scalarSize)
    chunkRows = blockRows
    chunkCount = (rowCount - 1) / blockRows + 1
  }

  /// The number of rows in a tile.
  private static func tileRows(featureCount: Int, clusterCount: Int, scalarSize: Int) -> Int {
    let rowBytes = max(1, featureCount) * scalarSize
    let groupBytes = rowBytes * rowGroup
    let groups = max(
      min(8, max(1, tileBytes / groupBytes)), min(32, smallTileBytes / groupBytes))
    let isLarge = Double(rowBytes) * Double(clusterCount) > Double(largeCodebookBytes)
    return (isLarge ? max(groups, groupsForLargeCodebooks) : groups) * rowGroup
  }

  /// The maximum number of rows in a tile, for any number of clusters.
  static func mostTileRows(featureCount: Int, scalarSize: Int) -> Int {
    tileRows(featureCount: featureCount, clusterCount: .max, scalarSize: scalarSize)
  }

  /// Plans the iterations of a fit, and chooses between sums by chunk and sums by code.
  package static func iterating(
    rowCount: Int, featureCount: Int, clusterCount: Int, scalarSize: Int
  ) -> TilePlan {
    let recordBytes = clusterCount * (featureCount + 2) * 8
    let sumsByCode = recordBytes > sumBytes / fewestBusyChunks
    var plan = TilePlan(
      rowCount: rowCount, featureCount: featureCount, clusterCount: clusterCount,
      scalarSize: scalarSize)
    if sumsByCode { plan = plan.withoutSums }
    plan.sumsByCode = sumsByCode
    return plan
  }

  /// The number of tiles.
  package var tileCount: Int { (rowCount + tileRows - 1) / tileRows }

  /// The rows of a chunk.
  package func rows(ofChunk chunk: Int) -> Range<Int> {
    let start = chunk * chunkRows
    return start..<min(start + chunkRows, rowCount)
  }

  /// The rows of a range of chunks.
  func rows(ofChunks chunks: Range<Int>) -> Range<Int> {
    chunks.lowerBound * chunkRows..<min(chunks.upperBound * chunkRows, rowCount)
  }

  /// Calls `body` with the rows of each tile of a chunk, in order.
  ///
  /// Ends early if `stop` is raised.
  package func forEachTile(
    ofChunk chunk: Int, stop: StopFlag? = nil, _ body: (Range<Int>) -> Void
  ) {
    let rows = rows(ofChunk: chunk)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: tileRows) {
      if let stop, stop.isRaised { return }
      body(start..<min(start + tileRows, rows.upperBound))
    }
  }

  /// The rows of the tile that follows `rows` in a chunk; empty after the last tile.
  func tile(after rows: Range<Int>, ofChunk chunk: Int) -> Range<Int> {
    let start = rows.upperBound
    return start..<min(start + tileRows, self.rows(ofChunk: chunk).upperBound)
  }

  /// The size of the partial sums of one run's chunks, in bytes.
  package var partialSumBytes: Int {
    (sumsByCode ? 0 : chunkCount) * clusterCount * (featureCount + 2) * 8
  }
}
