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
  /// Pairs that cost as much as a comparison with every centroid.
  let pairLimit: Int
  /// Whether codes of a pass before are there to start from.
  let continues: Bool

  @_lifetime(
    copy uppers, copy lowers, copy travelled, copy thresholds, copy projectedCodebook)
  init(
    kernels: Kernels<Scalar>, uppers: DisjointTiles<Float>, lowers: DisjointTiles<Float>,
    travelled: Span<Double>, thresholds: Span<Float>, greatest: Double, neighbours: Neighbours,
    projection: Projection?, projectedCodebook: PackedProjections, pairLimit: Int, continues: Bool
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
    self.continues = continues
  }

  func assign(
    _ tile: Tile<Scalar>, at rows: Range<Int>, to codebook: PackedCodebook<Scalar>,
    frame: Frame<Scalar>, margin: Margin, with scratch: inout Scratch<Scalar>
  ) -> Int? {
    var bounds = TileBounds(uppers: uppers.lend(rows), lowers: lowers.lend(rows))
    if !continues && !guess(rows, &scratch) {
      return searchAll(
        tile, codebook, frame: frame, margin: margin, with: &scratch, bounds: &bounds)
    }
    let openCount = findOpen(tile.rows, codebook, frame: frame, &scratch, &bounds)
    if openCount == 0 { return nil }
    var restCount = searchNeighbours(
      tile.rows, openCount, codebook, frame: frame, &scratch, &bounds)
    if projection != nil && restCount > 0 {
      restCount = searchScreened(
        tile.rows, at: rows.lowerBound, restCount, codebook, frame: frame, &scratch, &bounds)
    }
    if restCount == tile.rows.rowCount {
      return searchAll(
        tile, codebook, frame: frame, margin: margin, with: &scratch, bounds: &bounds)
    }
    if restCount > 0 {
      searchRest(
        tile.rows, restCount, codebook, frame: frame, margin: margin, &scratch, &bounds)
    }
    return nil
  }

  /// Lists the rows that may have a new code, with their distances to the centroid of the old.
  private func findOpen(
    _ rows: MatrixSpan<Scalar>, _ codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>,
    _ scratch: inout Scratch<Scalar>, _ bounds: inout TileBounds
  ) -> Int {
    let count = kernels.findContested(
      lowers: bounds.lowers.span, uppers: bounds.uppers.span, codes: scratch.codes,
      thresholds: thresholds, into: &scratch.pruning.open)
    scratch.pruning.tally.contested += count
    for position in 0..<count {
      scratch.pruning.own[position] = scratch.codes[Int(scratch.pruning.open[position])]
    }
    kernels.distances(
      rows, numbers: scratch.pruning.open, codes: scratch.pruning.own, count: count,
      centroids: codebook.centroids, scale: frame.scale, into: &scratch.pruning.squared)
    var left = 0
    for position in 0..<count {
      let row = Int(scratch.pruning.open[position])
      let code = Int(scratch.pruning.own[position])
      let squared = scratch.pruning.squared[position]
      let upper = Bound.distanceAbove(squared)
      if Double(bounds.lowers[row]) - greatest > upper {
        bounds.uppers[row] = Bound.above(upper - travelled[code])
        continue
      }
      scratch.pruning.open[left] = UInt32(row)
      scratch.pruning.own[left] = Int32(code)
      scratch.pruning.squared[left] = squared
      left += 1
    }
    scratch.pruning.tally.open += left
    return left
  }

  /// Settles the open rows that have few centroids near their own, and lists the rest.
  private func searchNeighbours(
    _ rows: MatrixSpan<Scalar>, _ openCount: Int, _ codebook: PackedCodebook<Scalar>,
    frame: Frame<Scalar>, _ scratch: inout Scratch<Scalar>, _ bounds: inout TileBounds
  ) -> Int {
    var restCount = 0
    if neighbours.isEmpty {
      for position in 0..<openCount {
        scratch.pruning.rest[position] = scratch.pruning.open[position]
        scratch.squared[position] = scratch.pruning.squared[position]
      }
      return openCount
    }
    var first = 0
    var kept = 0
    scratch.pruning.pairs.removeAll()
    for position in 0..<openCount {
      let row = scratch.pruning.open[position]
      let code = scratch.pruning.own[position]
      let squared = scratch.pruning.squared[position]
      let upper = Bound.distanceAbove(squared)
      let list = neighbours.list(of: Int(code))
      let reach = Bound.above(2 * upper)
      let count = reach <= list.radius ? list.count(within: reach) : .max
      if count > pairLimit {
        scratch.pruning.rest[restCount] = row
        scratch.squared[restCount] = squared
        restCount += 1
        continue
      }
      if scratch.pruning.pairs.count + count > scratch.pruning.pairs.capacity {
        settle(rows, first..<kept, codebook, frame: frame, &scratch, &bounds)
        first = kept
      }
      for near in 0..<count {
        scratch.pruning.pairs.append(row: row, code: list.codes[near])
      }
      scratch.pruning.open[kept] = row
      scratch.pruning.own[kept] = code
      scratch.pruning.squared[kept] = squared
      scratch.pruning.pairCounts[kept] = Int32(count)
      scratch.pruning.beyond[kept] = Double(list.distance(past: count)) - upper
      kept += 1
    }
    settle(rows, first..<kept, codebook, frame: frame, &scratch, &bounds)
    return restCount
  }

  /// Compares every row of a tile with every centroid.
  private func searchAll(
    _ tile: Tile<Scalar>, _ codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>, margin: Margin,
    with scratch: inout Scratch<Scalar>, bounds: inout TileBounds
  ) -> Int? {
    let count = tile.rows.rowCount
    let notFinite = scratch.search.findNearest(
      in: tile, codebook: codebook, frame: frame, margin: margin, codes: &scratch.codes)
    kernels.distances(
      tile.rows, codes: scratch.codes, centroids: codebook.centroids.elements, scale: frame.scale,
      into: &scratch.pruning.squared)
    for row in 0..<count {
      take(
        row, code: scratch.codes[row], squared: scratch.pruning.squared[row],
        gap: Double(scratch.search.gaps[row]), margin: margin, &scratch, &bounds)
    }
    scratch.pruning.tally.dense += count
    return notFinite
  }

  /// Compares some rows of a tile with every centroid.
  private func searchRest(
    _ rows: MatrixSpan<Scalar>, _ count: Int, _ codebook: PackedCodebook<Scalar>,
    frame: Frame<Scalar>, margin: Margin, _ scratch: inout Scratch<Scalar>,
    _ bounds: inout TileBounds
  ) {
    kernels.gather(
      rows, numbers: scratch.pruning.rest, count: count, into: &scratch.pruning.gathered)
    let elements = scratch.pruning.gathered
    let gathered = MatrixSpan(elements.span, rows: count, columns: rows.columnCount)
    scratch.search.beginTile()
    _ = scratch.search.findNearest(
      in: Tile(gathered), codebook: codebook, frame: frame, margin: margin,
      codes: &scratch.pruning.found)
    kernels.distances(
      gathered, codes: scratch.pruning.found, centroids: codebook.centroids.elements,
      scale: frame.scale, into: &scratch.pruning.squared)
    for position in 0..<count {
      let row = Int(scratch.pruning.rest[position])
      let code = scratch.pruning.found[position]
      scratch.codes[row] = code
      take(
        row, code: code, squared: scratch.pruning.squared[position],
        gap: Double(scratch.search.gaps[position]), margin: margin, &scratch, &bounds)
    }
    scratch.pruning.tally.dense += count
  }

  /// Writes down what a comparison with every centroid says of a row.
  @inline(__always)
  private func take(
    _ row: Int, code: Int32, squared: Double, gap: Double, margin: Margin,
    _ scratch: inout Scratch<Scalar>, _ bounds: inout TileBounds
  ) {
    // A centroid so far out that the margin does not count it scores in proportion, and so does
    // what it is off by.
    let certain = max(0, gap * (1 - 4 * margin.factor))
    let second = (squared + 2 * certain).squareRoot() * (1 - 0x1p-24)
    keep(row, code: Int(code), squared: squared, second: second, &scratch, &bounds)
  }

  /// Writes down a row's bounds.
  @inline(__always)
  private func keep(
    _ row: Int, code: Int, squared: Double, second: Double, _ scratch: inout Scratch<Scalar>,
    _ bounds: inout TileBounds
  ) {
    let upper = Bound.distanceAbove(squared)
    bounds.uppers[row] = Bound.above(upper - travelled[code])
    bounds.lowers[row] = Bound.below(second + greatest)
    scratch.pruning.reach.take(upper, code: code)
  }

  /// Measures the pairs gathered for the open rows at `positions`, and finds their codes by them.
  func settle(
    _ rows: MatrixSpan<Scalar>, _ positions: Range<Int>, _ codebook: PackedCodebook<Scalar>,
    frame: Frame<Scalar>, _ scratch: inout Scratch<Scalar>, _ bounds: inout TileBounds
  ) {
    let pairCount = scratch.pruning.pairs.count
    kernels.distances(
      rows, numbers: scratch.pruning.pairs.rows, codes: scratch.pruning.pairs.codes,
      count: pairCount, centroids: codebook.centroids, scale: frame.scale,
      into: &scratch.pruning.pairs.squared)
    var pair = 0
    for position in positions {
      let row = Int(scratch.pruning.open[position])
      let end = pair + Int(scratch.pruning.pairCounts[position])
      var nearest = Nearest(
        code: scratch.pruning.own[position], squared: scratch.pruning.squared[position])
      for near in pair..<end {
        nearest.take(
          scratch.pruning.pairs.codes[near], squared: scratch.pruning.pairs.squared[near])
      }
      if !nearest.isCertain(featureCount: rows.columnCount) {
        nearest.settle(
          rows[row: row], own: scratch.pruning.own[position], ownSquared:
            scratch.pruning.squared[position], among: scratch.pruning.pairs, pair..<end,
          of: codebook.centroids, scale: frame.scale, candidates: &scratch.pruning.candidates)
      }
      pair = end
      scratch.codes[row] = nearest.code
      let second = min(
        Bound.distanceBelow(nearest.second), scratch.pruning.beyond[position])
      keep(
        row, code: Int(nearest.code), squared: nearest.squared, second: second, &scratch, &bounds)
    }
    scratch.pruning.tally.pairs += pairCount
    scratch.pruning.pairs.removeAll()
  }
}

/// The bounds of a tile's rows, as they were written down.
struct TileBounds: ~Copyable, ~Escapable {
  var uppers: MutableSpan<Float>
  var lowers: MutableSpan<Float>

  @_lifetime(copy uppers, copy lowers)
  init(uppers: consuming MutableSpan<Float>, lowers: consuming MutableSpan<Float>) {
    self.uppers = uppers
    self.lowers = lowers
  }
}
