/// A tile that is searched by bounds: its rows, the codebook, and the bounds.
struct TileSearch<Scalar: VectorScalar>: ~Copyable, ~Escapable {
  let tile: Tile<Scalar>
  let codebook: PackedCodebook<Scalar>
  var bounds: TileBounds

  @_lifetime(copy tile, copy codebook, copy bounds)
  init(
    _ tile: Tile<Scalar>, _ codebook: PackedCodebook<Scalar>, _ bounds: consuming TileBounds
  ) {
    self.tile = tile
    self.codebook = codebook
    self.bounds = bounds
  }
}

/// The steps of a search by bounds that need nothing but the tile.
extension TileSearch {
  /// Lists the rows that may have a new code, with their distances to the centroid of the old.
  ///
  /// - Parameters:
  ///   - thresholds: For each code, what an observation's bounds must differ by.
  ///   - scratch: Receives the rows.
  mutating func findOpen(thresholds: Span<Float>, _ scratch: inout Scratch<Scalar>) {
    scratch.pruning.open.count = scratch.kernels.findContested(
      bounds, codes: scratch.codes.span, thresholds: thresholds,
      into: scratch.pruning.open.numbers)
    scratch.pruning.open.readCodes(scratch.codes)
    scratch.pruning.tally.contested += scratch.pruning.open.count
    measureOpen(&scratch)
    scratch.kernels.narrow(&scratch, by: &bounds)
    scratch.pruning.tally.open += scratch.pruning.open.count
  }

  /// Measures the open rows' distances to the centroids of their codes.
  func measureOpen(_ scratch: inout Scratch<Scalar>) {
    let count = scratch.pruning.open.count
    let pairs = PairSpans(
      rows: scratch.pruning.open.numbers.span, codes: scratch.pruning.open.codes.span, count: count)
    scratch.kernels.distances(
      tile.rows, pairs, to: codebook, into: scratch.pruning.open.squared)
  }

  /// Compares every row of the tile with every centroid.
  ///
  /// - Returns: The first row that is not finite, or `nil`.
  mutating func searchAll(_ scratch: inout Scratch<Scalar>) -> Int? {
    scratch.pruning.rest.count = tile.rows.rowCount
    let notFinite = scratch.search.findNearest(
      in: tile, among: codebook, codes: scratch.pruning.rest.codes)
    keepFound(tile.rows, isWhole: true, scratch)
    scratch.pruning.tally.dense += tile.rows.rowCount
    return notFinite
  }

  /// Compares the rest of the tile's rows with every centroid.
  mutating func searchRest(_ scratch: inout Scratch<Scalar>) {
    let count = scratch.pruning.rest.count
    gatherRest(count, scratch)
    scratch.search.beginTile()
    _ = scratch.search.findNearest(
      in: Tile(scratch.pruning.gatheredRows(count)), among: codebook,
      codes: scratch.pruning.rest.codes)
    keepFound(scratch.pruning.gatheredRows(count), isWhole: false, scratch)
    scratch.pruning.tally.dense += count
  }

  /// Copies the first rows of the rest, one after the other.
  func gatherRest(_ count: Int, _ scratch: borrowing Scratch<Scalar>) {
    scratch.kernels.gather(
      tile.rows, numbers: scratch.pruning.rest.numbers.span, count: count,
      into: scratch.pruning.gathered)
  }

  /// Writes down what a comparison with every centroid says of the rest, which `rows` holds.
  private mutating func keepFound(
    _ rows: MatrixSpan<Scalar>, isWhole: Bool, _ scratch: borrowing Scratch<Scalar>
  ) {
    let count = scratch.pruning.rest.count
    scratch.kernels.distances(
      rows, codes: scratch.pruning.rest.codes.span, to: codebook,
      into: scratch.pruning.rest.squared)
    scratch.kernels.findSeconds(
      squared: scratch.pruning.rest.squared.view(0..<count), gaps: scratch.search.gaps,
      margin: codebook.margin, into: scratch.pruning.seconds)
    scratch.kernels.keepBounds(
      of: scratch.pruning.rest, isWhole ? nil : 0..<count, scratch, in: &bounds)
  }
}

// Pairs that are measured one by one.
extension TileSearch {
  /// Measures the pairs there are, gives the open rows `range` the codes that those say, and writes
  /// down what is then known of them.
  mutating func settle(_ range: Range<Int>, _ scratch: inout Scratch<Scalar>) {
    if range.isEmpty { return }
    let pairCount = scratch.pruning.pairs.count
    scratch.pruning.tally.pairs += pairCount
    settlePairs(range, scratch)
  }

  private mutating func settlePairs(_ range: Range<Int>, _ scratch: borrowing Scratch<Scalar>) {
    let pairs = PairSpans(
      rows: scratch.pruning.pairs.rows.span, codes: scratch.pruning.pairs.codes.span,
      count: scratch.pruning.pairs.count)
    scratch.kernels.distances(
      tile.rows, pairs, to: codebook, into: scratch.pruning.pairs.squared)
    // Both squares carry their error.
    let roundoff = 2 * Double(tile.rows.columnCount + 4) * Double.ulpOfOne
    let uncertainCount = scratch.kernels.settle(range, of: scratch.pruning, roundoff: roundoff)
    if uncertainCount > 0 { settleTies(uncertainCount, from: range.lowerBound, scratch) }
    scratch.kernels.keepBounds(of: scratch.pruning.open, range, scratch, in: &bounds)
  }

  /// Settles by `NearTies` the rows that rounding left undecided.
  private func settleTies(
    _ count: Int, from start: Int, _ scratch: borrowing Scratch<Scalar>
  ) {
    var (pair, position) = (0, 0)
    for item in 0..<count {
      let uncertain = Int(scratch.pruning.uncertain[item])
      while position < uncertain {
        pair += Int(scratch.pruning.pairs.counts[position])
        position += 1
      }
      let end = pair + Int(scratch.pruning.pairs.counts[position])
      settleTie(start + position, position: position, pairs: pair..<end, scratch)
    }
  }

  /// Settles one open row among its own centroid and those of its pairs.
  private func settleTie(
    _ index: Int, position: Int, pairs: Range<Int>, _ scratch: borrowing Scratch<Scalar>
  ) {
    let own = scratch.pruning.open.codes[index]
    scratch.pruning.candidates[0] = own
    var candidateCount = 1
    for other in pairs where scratch.pruning.pairs.codes[other] != own {
      scratch.pruning.candidates[candidateCount] = scratch.pruning.pairs.codes[other]
      candidateCount += 1
    }
    scratch.pruning.candidates.sort(first: candidateCount)
    let nearest = NearTies.nearest(
      to: tile.rows[row: Int(scratch.pruning.open.numbers[index])],
      among: scratch.pruning.candidates.view(0..<candidateCount),
      of: codebook.centroids, scale: codebook.frame.scale)
    guard let nearest, nearest != own else { return }
    scratch.pruning.open.codes[index] = nearest
    // What was its own is as near as any other, except for rounding.
    let before = Bound.distanceBelow(scratch.pruning.open.squared[index])
    for other in pairs where scratch.pruning.pairs.codes[other] == nearest {
      scratch.pruning.open.squared[index] = scratch.pruning.pairs.squared[other]
    }
    let now = Bound.distanceBelow(scratch.pruning.open.squared[index])
    scratch.pruning.seconds[position] = min(scratch.pruning.seconds[position], before, now)
  }
}
