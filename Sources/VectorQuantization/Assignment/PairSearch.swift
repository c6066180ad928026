internal import Synchronization

/// Finds every pair of a row and a centroid that are no farther apart than the row allows.
///
/// The dense kernel computes the scores of all pairs and keeps those within a limit that rounding
/// cannot hide a pair from; the squared distances of these are then computed by direct differences
/// in `Double`, and decide. So what is found is the same with every kernel set. A tile is brought
/// into the frame once, and searched a few groups of rows at a time, to keep the pairs in a cache.
struct PairSearch<Scalar: VectorScalar>: ~Copyable, Sendable {
  let kernels: Kernels<Scalar>
  private let slack: ScoreSlack
  private var groups: AlignedBuffer<Scalar>
  private var limits: AlignedBuffer<Scalar>
  /// The pairs found last: the number of the row within the tile, ...
  private(set) var rows: [UInt32]
  /// ... the centroid's, ...
  private(set) var codes: [Int32]
  /// ... and their squared distance, scaled.
  private(set) var squared: [Double]

  /// Allocates what a search among at most `clusterCount` centroids takes.
  init(kernels: Kernels<Scalar>, tileRows: Int, featureCount: Int, clusterCount: Int) {
    let padded = Kernels<Scalar>.paddedRowCount(tileRows)
    self.kernels = kernels
    slack = ScoreSlack(featureCount: featureCount, of: Scalar.self)
    groups = AlignedBuffer(count: padded * featureCount)
    limits = AlignedBuffer(count: padded)
    let pairs = Kernels<Scalar>.screenRows * clusterCount
    rows = Array(repeating: 0, count: pairs)
    codes = Array(repeating: 0, count: pairs)
    squared = Array(repeating: 0, count: pairs)
  }

  /// Begins a tile, and the squared distances, scaled, within which centroids are looked for.
  mutating func begin(
    _ tile: MatrixSpan<Scalar>, within squared: Span<Double>, frame: Frame<Scalar>
  ) {
    // The margins are not used, and overwritten by the limits.
    let margin = Margin(least: 0, greatest: 0, featureCount: tile.columnCount, of: Scalar.self)
    kernels.pack(tile, frame: frame, margin: margin, into: &groups, margins: &limits)
    kernels.limits(
      rowCount: tile.rowCount, featureCount: tile.columnCount, in: groups, squared: squared,
      slack: slack, into: &limits)
  }

  /// How many searches a tile of so many rows takes.
  static func batchCount(rowCount: Int) -> Int {
    (rowCount + Kernels<Scalar>.screenRows - 1) / Kernels<Scalar>.screenRows
  }

  /// Finds the pairs of one batch of the rows of the tile begun; returns how many.
  ///
  /// A pair is kept if its squared distance is at most `1 + roundoff` times that given for the row,
  /// and that is not zero. Pairs of one centroid come by ascending row.
  mutating func find(
    batch: Int, of tile: MatrixSpan<Scalar>, within squared: Span<Double>,
    codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>, roundoff: Double
  ) -> Int {
    let first = batch * Kernels<Scalar>.screenRows
    let range = first..<min(first + Kernels<Scalar>.screenRows, tile.rowCount)
    let count = kernels.screen(
      range, in: groups, limits: limits, codebook: codebook, rows: &rows, codes: &codes)
    kernels.distances(
      tile.rows(range), numbers: rows, codes: codes, count: count, centroids: codebook.centroids,
      scale: frame.scale, into: &self.squared)
    var kept = 0
    for pair in 0..<count {
      let row = first + Int(rows[pair])
      let (found, present) = (self.squared[pair], squared[row])
      if found <= present * (1 + roundoff) && present > 0 {
        rows[kept] = UInt32(row)
        codes[kept] = codes[pair]
        self.squared[kept] = found
        kept += 1
      }
    }
    return kept
  }
}
