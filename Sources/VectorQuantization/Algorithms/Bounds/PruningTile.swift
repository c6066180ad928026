/// A tile that is searched with bounds: its rows, the codebook, and the bounds.
struct PruningTile<Scalar: VectorScalar>: ~Copyable, ~Escapable {
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

/// The steps of a pruned search that need only the tile.
extension PruningTile {
  /// Lists the open rows, which may get a new code, with the distances to their current centroids.
  ///
  /// - Parameters:
  ///   - thresholds: For each code, the difference of bounds above which a row keeps the code.
  ///   - workspace: Receives the rows.
  mutating func findOpen(thresholds: Span<Float>, _ workspace: inout Workspace<Scalar>) {
    workspace.pruning.open.count = workspace.kernels.findContested(
      bounds, codes: workspace.codes.span, thresholds: thresholds,
      into: workspace.pruning.open.numbers)
    workspace.pruning.open.readCodes(workspace.codes)
    workspace.pruning.counts.contested += workspace.pruning.open.count
    measureOpen(&workspace)
    workspace.kernels.narrow(&workspace, by: &bounds)
    workspace.pruning.counts.open += workspace.pruning.open.count
  }

  /// Computes the open rows' squared distances to the centroids of their codes.
  func measureOpen(_ workspace: inout Workspace<Scalar>) {
    let count = workspace.pruning.open.count
    let pairs = RowCodePairs(
      rows: workspace.pruning.open.numbers.span, codes: workspace.pruning.open.codes.span,
      count: count)
    workspace.kernels.distances(
      tile.rows, pairs, to: codebook, into: workspace.pruning.open.squared)
  }

  /// Compares every row of the tile with every centroid.
  ///
  /// - Returns: The first row that is not finite, or `nil`.
  mutating func searchAll(_ workspace: inout Workspace<Scalar>) -> Int? {
    workspace.pruning.rest.count = tile.rows.rowCount
    let notFinite = workspace.search.findNearest(
      in: tile, among: codebook, codes: workspace.pruning.rest.codes)
    keepFound(tile.rows, isWhole: true, workspace)
    workspace.pruning.counts.dense += tile.rows.rowCount
    return notFinite
  }

  /// Compares every row of the tile with every centroid, and discards the bounds.
  ///
  /// - Returns: The first row that is not finite, or `nil`.
  mutating func searchPlainly(_ workspace: inout Workspace<Scalar>) -> Int? {
    bounds.forget()
    workspace.pruning.counts.plain += tile.rows.rowCount
    return workspace.search.findNearest(in: tile, among: codebook, codes: workspace.codes)
  }

  /// Compares the remaining rows of the tile with every centroid.
  mutating func searchRest(_ workspace: inout Workspace<Scalar>) {
    let count = workspace.pruning.rest.count
    gatherRest(count, workspace)
    workspace.search.beginTile()
    _ = workspace.search.findNearest(
      in: Tile(workspace.pruning.gatheredRows(count)), among: codebook,
      codes: workspace.pruning.rest.codes)
    keepFound(workspace.pruning.gatheredRows(count), isWhole: false, workspace)
    workspace.pruning.counts.dense += count
  }

  /// Copies the first `count` remaining rows, one after the other.
  func gatherRest(_ count: Int, _ workspace: borrowing Workspace<Scalar>) {
    workspace.kernels.gather(
      tile.rows, numbers: workspace.pruning.rest.numbers.span, count: count,
      into: workspace.pruning.gathered)
  }

  /// Writes the codes and bounds that a dense search found for the remaining rows.
  ///
  /// `rows` holds those rows.
  private mutating func keepFound(
    _ rows: MatrixSpan<Scalar>, isWhole: Bool, _ workspace: borrowing Workspace<Scalar>
  ) {
    let count = workspace.pruning.rest.count
    workspace.kernels.distances(
      rows, codes: workspace.pruning.rest.codes.span, to: codebook,
      into: workspace.pruning.rest.squared)
    workspace.kernels.findSeconds(
      squared: workspace.pruning.rest.squared.view(0..<count), gaps: workspace.search.gaps,
      margin: codebook.margin, into: workspace.pruning.seconds)
    workspace.kernels.keepBounds(
      of: workspace.pruning.rest, isWhole ? nil : 0..<count, workspace, in: &bounds)
  }
}

// Pairs that are measured one by one.
extension PruningTile {
  /// Measures the pairs, gives the open rows `range` their new codes, and writes their bounds.
  mutating func settle(_ range: Range<Int>, _ workspace: inout Workspace<Scalar>) {
    if range.isEmpty { return }
    let pairCount = workspace.pruning.pairs.count
    workspace.pruning.counts.pairs += pairCount
    settlePairs(range, workspace)
  }

  private mutating func settlePairs(_ range: Range<Int>, _ workspace: borrowing Workspace<Scalar>) {
    let pairs = RowCodePairs(
      rows: workspace.pruning.pairs.rows.span, codes: workspace.pruning.pairs.codes.span,
      count: workspace.pruning.pairs.count)
    workspace.kernels.distances(
      tile.rows, pairs, to: codebook, into: workspace.pruning.pairs.squared)
    // Both squares have this error.
    let roundoff = 2 * Double(tile.rows.columnCount + 4) * Double.ulpOfOne
    let uncertainCount = workspace.kernels.settle(range, of: workspace.pruning, roundoff: roundoff)
    if uncertainCount > 0 { settleTies(uncertainCount, from: range.lowerBound, workspace) }
    workspace.kernels.keepBounds(of: workspace.pruning.open, range, workspace, in: &bounds)
  }

  /// Settles the rows that rounding left undecided, with `NearTies`.
  private func settleTies(
    _ count: Int, from start: Int, _ workspace: borrowing Workspace<Scalar>
  ) {
    var (pair, position) = (0, 0)
    for item in 0..<count {
      let uncertain = Int(workspace.pruning.uncertain[item])
      while position < uncertain {
        pair += Int(workspace.pruning.pairs.counts[position])
        position += 1
      }
      let end = pair + Int(workspace.pruning.pairs.counts[position])
      settleTie(start + position, position: position, pairs: pair..<end, workspace)
    }
  }

  /// Settles one open row among its own centroid and those of its pairs.
  private func settleTie(
    _ index: Int, position: Int, pairs: Range<Int>, _ workspace: borrowing Workspace<Scalar>
  ) {
    let own = workspace.pruning.open.codes[index]
    workspace.pruning.candidates[0] = own
    var candidateCount = 1
    for other in pairs where workspace.pruning.pairs.codes[other] != own {
      workspace.pruning.candidates[candidateCount] = workspace.pruning.pairs.codes[other]
      candidateCount += 1
    }
    workspace.pruning.candidates.sort(first: candidateCount)
    let nearest = NearTies.nearest(
      to: tile.rows[row: Int(workspace.pruning.open.numbers[index])],
      among: workspace.pruning.candidates.view(0..<candidateCount),
      of: codebook.centroids, scale: codebook.frame.scale)
    guard let nearest, nearest != own else { return }
    workspace.pruning.open.codes[index] = nearest
    // The previous centroid is as near as any other, except for rounding.
    let before = Bound.distanceBelow(workspace.pruning.open.squared[index])
    for other in pairs where workspace.pruning.pairs.codes[other] == nearest {
      workspace.pruning.open.squared[index] = workspace.pruning.pairs.squared[other]
    }
    let now = Bound.distanceBelow(workspace.pruning.open.squared[index])
    workspace.pruning.seconds[position] = min(workspace.pruning.seconds[position], before, now)
  }
}
