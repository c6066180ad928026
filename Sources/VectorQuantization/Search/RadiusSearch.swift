/// Finds every pair of a row and a centroid whose distance is within the row's search radius.
///
/// The dense kernel computes the scores of all pairs. It keeps a pair if the score is within a
/// limit wide enough that rounding cannot lose a true match. The squared distances of these pairs
/// are then computed from direct differences in `Double` and decide. So all kernel sets find the
/// same pairs. A tile is translated and scaled into the frame once, and searched a few groups of
/// rows at a time to keep the pairs in cache.
struct RadiusSearch<Scalar: VectorScalar>: ~Copyable, Sendable {
  let kernels: Kernels<Scalar>
  private let slack: ScoreSlack
  private let roundoff: Double
  private var packed: PackedRows<Scalar>
  /// The frame for rows that are in the frame already.
  private let identity: Frame<Scalar>
  // The pairs that the kernel reports for one batch. They include pairs slightly outside the
  // radius, because the limit allows for rounding.
  private var found: ScreenOutput
  private let squared: TileMemory<Double>

  /// Allocates the memory to search at most `tileRows` rows among `clusterCount` centroids.
  init(kernels: Kernels<Scalar>, tileRows: Int, featureCount: Int, clusterCount: Int) {
    self.kernels = kernels
    slack = ScoreSlack(featureCount: featureCount, of: Scalar.self)
    roundoff = Double(featureCount + 4) * Double.ulpOfOne
    packed = PackedRows(capacity: tileRows, featureCount: featureCount)
    identity = .identity(featureCount: featureCount)
    let pairs = Kernels<Scalar>.screenRows * clusterCount
    found = ScreenOutput(capacity: pairs)
    squared = TileMemory(count: pairs)
  }

  /// Begins a tile and sets the search radius of each row, as a scaled squared distance.
  mutating func begin(_ tile: Tile<Scalar>, within squared: Span<Double>, frame: FrameSpan<Scalar>)
  {
    // The margins are not used; the limits overwrite them.
    packed.count = tile.rows.rowCount
    kernels.pack(tile.rows, frame: frame, margin: .none, into: packed)
    kernels.setLimits(of: packed, within: squared, slack: slack)
  }

  /// The number of batches in a tile of `rowCount` rows.
  static func batchCount(rowCount: Int) -> Int {
    (rowCount + Kernels<Scalar>.screenRows - 1) / Kernels<Scalar>.screenRows
  }

  /// Adds the matches of one batch of rows of the tile begun to `pairs`.
  ///
  /// A pair matches if its squared distance is at most `1 + roundoff` times the limit given for the
  /// row, and that limit is not zero. The matches of one centroid are in ascending order of row.
  /// Rows are numbered as in the tile's range.
  mutating func find(
    batch: Int, of tile: Tile<Scalar>, within limits: Span<Double>,
    among codebook: PackedCodebook<Scalar>, into pairs: inout RadiusMatches
  ) {
    let range = Self.rows(ofBatch: batch, rowCount: tile.rows.rowCount)
    // Each batch prefetches its share of the rows ahead.
    let (count, all) = (Self.batchCount(rowCount: tile.rows.rowCount), tile.ahead.count)
    let ahead = tile.ahead.extracting((all * batch / count)..<(all * (batch + 1) / count))
    let foundCount = kernels.screen(range, of: packed, ahead: ahead, among: codebook, into: found)
    let spans = RowCodePairs(rows: found.rows.span, codes: found.codes.span, count: foundCount)
    kernels.distances(tile.rows.rows(range), spans, to: codebook, into: squared)
    pairs.append(
      spans, squared: squared.span, from: tile.range.lowerBound + range.lowerBound,
      within: RadiusLimits(limits.extracting(range), factor: 1 + roundoff))
  }

  /// Adds the matches between some consecutive centroids, at most one batch, and all centroids.
  ///
  /// Works as for rows of observations, numbered from 0. The centroids are in `Double`, and so are
  /// the differences.
  mutating func find(
    centroids: Range<Int>, within limits: Span<Double>, among codebook: PackedCodebook<Scalar>,
    into pairs: inout RadiusMatches
  ) {
    let rows = codebook.centroids.rows(centroids)
    let scalars = codebook.inFrame(centroids)
    packed.count = rows.rowCount
    kernels.pack(scalars.span, frame: identity.span, margin: .none, into: packed)
    kernels.setLimits(of: packed, within: limits, slack: slack)
    let foundCount = kernels.screen(
      0..<rows.rowCount, of: packed, ahead: Span(), among: codebook, into: found)
    let spans = RowCodePairs(rows: found.rows.span, codes: found.codes.span, count: foundCount)
    Kernels<Double>(kernels.set).distances(
      rows, spans, to: codebook.centroids, scale: codebook.frame.scale, into: squared)
    pairs.append(
      spans, squared: squared.span, from: 0,
      within: RadiusLimits(limits, factor: 1 + roundoff))
  }

  /// The rows of one batch of a tile of `rowCount` rows.
  private static func rows(ofBatch batch: Int, rowCount: Int) -> Range<Int> {
    let first = batch * Kernels<Scalar>.screenRows
    return first..<min(first + Kernels<Scalar>.screenRows, rowCount)
  }
}

/// The search radius of each row: a squared distance, times a common factor.
struct RadiusLimits: ~Escapable {
  let squared: Span<Double>
  let factor: Double

  @_lifetime(copy squared)
  init(_ squared: Span<Double>, factor: Double) {
    self.squared = squared
    self.factor = factor
  }
}

/// Pairs of a row and a centroid, with their scaled squared distances.
struct RadiusMatches: ~Copyable, Sendable {
  // The memory has its largest size so far; the first `count` entries are in use.
  private var allRows = TileMemory<UInt32>(count: 0)
  private var allCodes = TileMemory<Int32>(count: 0)
  private var allSquared = TileMemory<Double>(count: 0)
  private(set) var count = 0

  mutating func removeAll() { count = 0 }

  var rows: Span<UInt32> {
    @_lifetime(borrow self)
    get { allRows.view(0..<count) }
  }
  var codes: Span<Int32> {
    @_lifetime(borrow self)
    get { allCodes.view(0..<count) }
  }
  var squared: Span<Double> {
    @_lifetime(borrow self)
    get { allSquared.view(0..<count) }
  }

  /// Appends the pairs that are within the limit of their row.
  ///
  /// Row 0 is numbered `origin`.
  fileprivate mutating func append(
    _ found: RowCodePairs, squared: Span<Double>, from origin: Int, within limits: RadiusLimits
  ) {
    if allRows.count < count + found.rows.count {
      let room = allRows.count + count + 2 * found.rows.count
      allRows = TileMemory(allRows, count: room)
      allCodes = TileMemory(allCodes, count: room)
      allSquared = TileMemory(allSquared, count: room)
    }
    count = write(found, squared: squared, from: origin, within: limits)
  }

  /// Writes the pairs after the existing ones and returns the new count.
  private func write(
    _ found: RowCodePairs, squared: Span<Double>, from origin: Int, within limits: RadiusLimits
  ) -> Int {
    var toRows = allRows.lent
    var toCodes = allCodes.lent
    var toSquared = allSquared.lent
    let first = UInt32(origin)
    var next = count
    for pair in found.rows.indices {
      let (row, distance) = (found.rows[pair], squared[pair])
      let limit = limits.squared[Int(row)]
      // Writes every pair and keeps it by advancing `next`: a branch here would be mispredicted
      // often.
      toRows[next] = first &+ row
      toCodes[next] = found.codes[pair]
      toSquared[next] = distance
      next += distance <= limit * limits.factor && limit > 0 ? 1 : 0
    }
    return next
  }
}
