/// One pass that looks only where codes may have changed, as its workers share it.
///
/// A tile goes through sieves, each dearer than the one before and finer:
///
/// 1. Bounds kept from earlier passes. G. Hamerly, "Making k-means even faster", SDM 2010: an
///    observation whose upper bound on the distance to its centroid is below its lower bound on the
///    distance to all others keeps its code. It is not even read.
/// 2. The distance to its centroid as it is now, in place of the upper bound.
/// 3. The centroids near its own, one by one (`Neighbours`).
/// 4. The centroids that a look at a few directions cannot rule out (`Screen`).
/// 5. Every centroid, for all rows that are left in one batch.
struct PrunedSearch<Scalar: VectorScalar>: AssignmentStrategy, ~Escapable {
  let kernels: Kernels<Scalar>
  let uppers: DisjointTiles<Float>
  let lowers: DisjointTiles<Float>
  let travelled: Span<Double>
  let thresholds: Span<Float>
  /// What the fastest centroids travelled.
  let greatest: Double
  let neighbours: Neighbours
  /// The screen, if there is one; the second means nothing without the first.
  let projection: Projection?
  let projectedCodebook: PackedProjections
  /// Pairs that cost as much as a comparison with every centroid, and as much as what comes after a
  /// look at the neighbours.
  let pairLimit: Int
  let neighbourLimit: Int
  /// Whether codes of a pass before are there to start from.
  let continues: Bool

  @_lifetime(
    copy uppers, copy lowers, copy travelled, copy thresholds, copy projectedCodebook)
  init(
    kernels: Kernels<Scalar>, uppers: DisjointTiles<Float>, lowers: DisjointTiles<Float>,
    travelled: Span<Double>, thresholds: Span<Float>, greatest: Double, neighbours: Neighbours,
    projection: Projection?, projectedCodebook: PackedProjections, pairLimit: Int,
    neighbourLimit: Int,
    continues: Bool
  ) {
    self.kernels = kernels
    self.uppers = uppers
    self.lowers = lowers
    self.travelled = travelled
    self.thresholds = thresholds
    self.greatest = greatest
    self.neighbours = neighbours
    self.projection = projection
    self.projectedCodebook = projectedCodebook
    self.pairLimit = pairLimit
    self.neighbourLimit = neighbourLimit
    self.continues = continues
  }

  func assign(
    _ tile: Tile<Scalar>, at rows: Range<Int>, to codebook: PackedCodebook<Scalar>,
    frame: Frame<Scalar>, margin: Margin, with scratch: inout Scratch<Scalar>
  ) -> Int? {
    var bounds = TileBounds(
      uppers: uppers.lend(rows), lowers: lowers.lend(rows), travelled: travelled,
      greatest: greatest)
    if !continues && !guess(rows, &scratch) {
      return searchAll(
        tile, codebook, frame: frame, margin: margin, with: &scratch, bounds: &bounds)
    }
    findOpen(tile.rows, codebook, frame: frame, &scratch, &bounds)
    searchNeighbours(tile.rows, codebook, frame: frame, &scratch, &bounds)
    searchScreened(
      tile.rows, at: rows.lowerBound, codebook, frame: frame, &scratch, &bounds)
    if scratch.pruning.rest.count == tile.rows.rowCount {
      return searchAll(
        tile, codebook, frame: frame, margin: margin, with: &scratch, bounds: &bounds)
    }
    if scratch.pruning.rest.count > 0 {
      searchRest(tile.rows, codebook, frame: frame, margin: margin, &scratch, &bounds)
    }
    return nil
  }

  /// Lists the rows that may have a new code, with their distances to the centroid of the old.
  private func findOpen(
    _ rows: MatrixSpan<Scalar>, _ codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>,
    _ scratch: inout Scratch<Scalar>, _ bounds: inout TileBounds
  ) {
    scratch.pruning.open.count = kernels.findContested(
      lowers: bounds.lowers.span, uppers: bounds.uppers.span, codes: scratch.codes,
      thresholds: thresholds, into: &scratch.pruning.open.numbers)
    scratch.pruning.open.readCodes(scratch.codes)
    scratch.pruning.tally.contested += scratch.pruning.open.count
    kernels.distances(
      rows, numbers: scratch.pruning.open.numbers, codes: scratch.pruning.open.codes,
      count: scratch.pruning.open.count, centroids: codebook.centroids, scale: frame.scale,
      into: &scratch.pruning.open.squared)
    kernels.narrow(&scratch.pruning.open, codes: &scratch.codes, by: &bounds)
    scratch.pruning.tally.open += scratch.pruning.open.count
  }

  /// Settles the open rows that have few centroids near their own, and leaves the rest.
  private func searchNeighbours(
    _ rows: MatrixSpan<Scalar>, _ codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>,
    _ scratch: inout Scratch<Scalar>, _ bounds: inout TileBounds
  ) {
    scratch.pruning.rest.count = 0
    if neighbours.isEmpty {
      swap(&scratch.pruning.open, &scratch.pruning.rest)
      return
    }
    var first = 0
    while first < scratch.pruning.open.count {
      scratch.pruning.pairs.count = 0
      let (kept, treated) = kernels.findPairs(
        &scratch.pruning.open, first..<scratch.pruning.open.count, neighbours: neighbours,
        limit: neighbourLimit, into: &scratch.pruning.pairs, rest: &scratch.pruning.rest)
      scratch.pruning.tally.neighboured += kept
      settle(
        first..<(first + kept), of: rows, codebook, frame: frame, &scratch, &bounds)
      first += treated
    }
  }

  /// Compares every row of a tile with every centroid.
  private func searchAll(
    _ tile: Tile<Scalar>, _ codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>, margin: Margin,
    with scratch: inout Scratch<Scalar>, bounds: inout TileBounds
  ) -> Int? {
    scratch.pruning.rest.count = tile.rows.rowCount
    let notFinite = scratch.search.findNearest(
      in: tile, codebook: codebook, frame: frame, margin: margin,
      codes: &scratch.pruning.rest.codes)
    keepFound(
      tile.rows, isWhole: true, codebook, frame: frame, margin: margin, &scratch, &bounds)
    return notFinite
  }

  /// Compares the rest of a tile's rows with every centroid.
  private func searchRest(
    _ rows: MatrixSpan<Scalar>, _ codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>,
    margin: Margin, _ scratch: inout Scratch<Scalar>, _ bounds: inout TileBounds
  ) {
    let count = scratch.pruning.rest.count
    kernels.gather(
      rows, numbers: scratch.pruning.rest.numbers, count: count, into: &scratch.pruning.gathered)
    let elements = scratch.pruning.gathered
    let gathered = MatrixSpan(elements.span, rows: count, columns: rows.columnCount)
    scratch.search.beginTile()
    _ = scratch.search.findNearest(
      in: Tile(gathered), codebook: codebook, frame: frame, margin: margin,
      codes: &scratch.pruning.rest.codes)
    keepFound(
      gathered, isWhole: false, codebook, frame: frame, margin: margin, &scratch, &bounds)
  }

  /// Writes down what a comparison with every centroid says of the rest, which `rows` holds.
  private func keepFound(
    _ rows: MatrixSpan<Scalar>, isWhole: Bool, _ codebook: PackedCodebook<Scalar>,
    frame: Frame<Scalar>, margin: Margin, _ scratch: inout Scratch<Scalar>,
    _ bounds: inout TileBounds
  ) {
    let count = scratch.pruning.rest.count
    kernels.distances(
      rows, codes: scratch.pruning.rest.codes, centroids: codebook.centroids.elements,
      scale: frame.scale, into: &scratch.pruning.rest.squared)
    kernels.findSeconds(
      squared: scratch.pruning.rest.squared, gaps: scratch.search.gaps, count: count,
      margin: margin, into: &scratch.pruning.seconds)
    kernels.keepBounds(
      of: &scratch.pruning.rest, 0..<count, isWhole: isWhole, seconds: scratch.pruning.seconds,
      codes: &scratch.codes, in: &bounds, reach: &scratch.pruning.reach)
    scratch.pruning.tally.dense += count
  }
}

/// The bounds of a tile's rows, as they were written down.
struct TileBounds: ~Copyable, ~Escapable {
  var uppers: MutableSpan<Float>
  var lowers: MutableSpan<Float>
  /// What the centroid of each code travelled, and what the fastest did.
  let travelled: Span<Double>
  let greatest: Double

  @_lifetime(copy uppers, copy lowers, copy travelled)
  init(
    uppers: consuming MutableSpan<Float>, lowers: consuming MutableSpan<Float>,
    travelled: Span<Double>, greatest: Double
  ) {
    self.uppers = uppers
    self.lowers = lowers
    self.travelled = travelled
    self.greatest = greatest
  }

  var count: Int { uppers.count }
}
