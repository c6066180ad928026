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
  // What the kernel reports of one batch: more than the pairs there are, by as much as rounding may
  // hide.
  private var rows: [UInt32]
  private var codes: [Int32]
  private var squared: [Double]

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
  mutating func begin(_ tile: Tile<Scalar>, within squared: Span<Double>, frame: Frame<Scalar>) {
    let tile = tile.rows
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

  /// Adds the pairs of one batch of the rows of the tile begun to `pairs`.
  ///
  /// A pair is one if its squared distance is at most `1 + roundoff` times that given for the row,
  /// and that is not zero. Those of one centroid come by ascending row, numbered from `origin`.
  mutating func find(
    batch: Int, of tile: Tile<Scalar>, from origin: Int = 0, within limits: Span<Double>,
    codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>, roundoff: Double,
    into pairs: inout Pairs
  ) {
    let first = batch * Kernels<Scalar>.screenRows
    let range = first..<min(first + Kernels<Scalar>.screenRows, tile.rows.rowCount)
    // Each batch fetches its share of what comes next.
    let (count, all) = (Self.batchCount(rowCount: tile.rows.rowCount), tile.ahead.count)
    let ahead = tile.ahead.extracting((all * batch / count)..<(all * (batch + 1) / count))
    let found = kernels.screen(
      range, in: groups, limits: self.limits, ahead: ahead, codebook: codebook, rows: &rows,
      codes: &codes)
    kernels.distances(
      tile.rows.rows(range), numbers: rows, codes: codes, count: found,
      centroids: codebook.centroids,
      scale: frame.scale, into: &squared)
    pairs.append(
      rows: rows.span.extracting(0..<found), codes: codes.span, squared: squared.span,
      from: origin + first, within: limits.extracting(range), roundoff: roundoff)
  }
}

/// Pairs of a row and a centroid, and their squared distance, scaled.
struct Pairs: Sendable {
  // As many as there was ever room for; the first `count` are in use.
  private(set) var rows: [UInt32] = []
  private(set) var codes: [Int32] = []
  private(set) var squared: [Double] = []
  private(set) var count = 0

  mutating func removeAll() { count = 0 }

  /// Adds those that are within the limit of their row; rows are numbered from `origin` then.
  fileprivate mutating func append(
    rows: Span<UInt32>, codes: Span<Int32>, squared: Span<Double>, from origin: Int,
    within limits: Span<Double>, roundoff: Double
  ) {
    if self.rows.count < count + rows.count {
      let room = count + 2 * rows.count
      self.rows += repeatElement(0, count: room)
      self.codes += repeatElement(0, count: room)
      self.squared += repeatElement(0, count: room)
    }
    count = Self.write(
      rows: rows, codes: codes, squared: squared, from: origin, within: limits,
      factor: 1 + roundoff, at: count, of: &self.rows, &self.codes, &self.squared)
  }

  private static func write(
    rows: Span<UInt32>, codes: Span<Int32>, squared: Span<Double>, from origin: Int,
    within limits: Span<Double>, factor: Double, at start: Int, of allRows: inout [UInt32],
    _ allCodes: inout [Int32], _ allSquared: inout [Double]
  ) -> Int {
    var toRows = allRows.mutableSpan
    var toCodes = allCodes.mutableSpan
    var toSquared = allSquared.mutableSpan
    let origin = UInt32(origin)
    var next = start
    for pair in rows.indices {
      let (row, found) = (rows[pair], squared[pair])
      let limit = limits[Int(row)]
      // Written before it is known to stay, which spares a branch that nobody can predict.
      toRows[next] = origin &+ row
      toCodes[next] = codes[pair]
      toSquared[next] = found
      next += found <= limit * factor && limit > 0 ? 1 : 0
    }
    return next
  }
}
