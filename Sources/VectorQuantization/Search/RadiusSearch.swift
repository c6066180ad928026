/// Finds every pair of a row and a centroid that are no farther apart than the row allows.
///
/// The dense kernel computes the scores of all pairs and keeps those within a limit that rounding
/// cannot hide a pair from; the squared distances of these are then computed by direct differences
/// in `Double`, and decide. So what is found is the same with every kernel set. A tile is brought
/// into the frame once, and searched a few groups of rows at a time, to keep the pairs in a cache.
struct RadiusSearch<Scalar: VectorScalar>: ~Copyable, Sendable {
  let kernels: Kernels<Scalar>
  private let slack: ScoreSlack
  private let roundoff: Double
  private var packed: PackedRows<Scalar>
  /// The frame of what is in the frame already.
  private let identity: Frame<Scalar>
  // What the kernel reports of one batch: more than the pairs there are, by as much as rounding may
  // hide.
  private var found: ScreenOutput
  private let squared: TileMemory<Double>

  /// Allocates what a search of at most `tileRows` rows among `clusterCount` centroids takes.
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

  /// Begins a tile, and the squared distances, scaled, within which centroids are looked for.
  mutating func begin(_ tile: Tile<Scalar>, within squared: Span<Double>, frame: FrameSpan<Scalar>)
  {
    // The margins are not used, and overwritten by the limits.
    packed.count = tile.rows.rowCount
    kernels.pack(tile.rows, frame: frame, margin: .none, into: packed)
    kernels.setLimits(of: packed, within: squared, slack: slack)
  }

  /// How many searches a tile of so many rows takes.
  static func batchCount(rowCount: Int) -> Int {
    (rowCount + Kernels<Scalar>.screenRows - 1) / Kernels<Scalar>.screenRows
  }

  /// Adds the pairs of one batch of the rows of the tile begun to `pairs`.
  ///
  /// A pair is one if its squared distance is at most `1 + roundoff` times that given for the row,
  /// and that is not zero. Those of one centroid come by ascending row; rows have the numbers of the
  /// tile's range.
  mutating func find(
    batch: Int, of tile: Tile<Scalar>, within limits: Span<Double>,
    among codebook: PackedCodebook<Scalar>, into pairs: inout RadiusMatches
  ) {
    let range = Self.rows(ofBatch: batch, rowCount: tile.rows.rowCount)
    // Each batch fetches its share of what comes next.
    let (count, all) = (Self.batchCount(rowCount: tile.rows.rowCount), tile.ahead.count)
    let ahead = tile.ahead.extracting((all * batch / count)..<(all * (batch + 1) / count))
    let foundCount = kernels.screen(range, of: packed, ahead: ahead, among: codebook, into: found)
    let spans = RowCodePairs(rows: found.rows.span, codes: found.codes.span, count: foundCount)
    kernels.distances(tile.rows.rows(range), spans, to: codebook, into: squared)
    pairs.append(
      spans, squared: squared.span, from: tile.range.lowerBound + range.lowerBound,
      within: RadiusLimits(limits.extracting(range), factor: 1 + roundoff))
  }

  /// Adds the pairs of some consecutive centroids, at most a batch of them, and any centroids.
  ///
  /// As for rows of observations, numbered from 0; but centroids are in `Double`, and measured as such.
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

  /// The rows of a batch, of so many.
  private static func rows(ofBatch batch: Int, rowCount: Int) -> Range<Int> {
    let first = batch * Kernels<Scalar>.screenRows
    return first..<min(first + Kernels<Scalar>.screenRows, rowCount)
  }
}

/// How far apart a pair may be: the squared distance of its row, times a factor.
struct RadiusLimits: ~Escapable {
  let squared: Span<Double>
  let factor: Double

  @_lifetime(copy squared)
  init(_ squared: Span<Double>, factor: Double) {
    self.squared = squared
    self.factor = factor
  }
}

/// Pairs of a row and a centroid, and their squared distance, scaled.
struct RadiusMatches: ~Copyable, Sendable {
  // As many as there was ever room for; the first `count` are in use.
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

  /// Adds those that are within the limit of their row; rows are numbered from `origin` then.
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

  /// Writes them behind those there are, and returns how many there are then.
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
      // Written before it is known to stay, which spares a branch that no processor can predict.
      toRows[next] = first &+ row
      toCodes[next] = found.codes[pair]
      toSquared[next] = distance
      next += distance <= limit * limits.factor && limit > 0 ? 1 : 0
    }
    return next
  }
}
