/// The sieves that a tile goes through.
extension BoundedSearch: AssignmentStrategy {
  func assign(
    _ tile: Tile<Scalar>, to codebook: PackedCodebook<Scalar>, with scratch: inout Scratch<Scalar>
  ) -> Int? {
    var search = TileSearch(tile, codebook, bounds.tile(tile.range))
    return assign(&search, &scratch)
  }

  private func assign(_ search: inout TileSearch<Scalar>, _ scratch: inout Scratch<Scalar>) -> Int?
  {
    if !continues && !guess(&search, &scratch) { return search.searchAll(&scratch) }
    search.findOpen(thresholds: bounds.drift.thresholds.span, &scratch)
    searchNeighbours(&search, &scratch)
    searchScreened(&search, &scratch)
    let restCount = scratch.pruning.rest.count
    if restCount == search.tile.rows.rowCount { return search.searchAll(&scratch) }
    if restCount > 0 { search.searchRest(&scratch) }
    return nil
  }

  /// Settles the open rows that have few centroids near their own, and leaves the rest.
  private func searchNeighbours(
    _ search: inout TileSearch<Scalar>, _ scratch: inout Scratch<Scalar>
  ) {
    scratch.pruning.rest.count = 0
    if neighbours.lists.isEmpty {
      swap(&scratch.pruning.open, &scratch.pruning.rest)
      return
    }
    var first = 0
    while first < scratch.pruning.open.count {
      let range = first..<scratch.pruning.open.count
      scratch.pruning.pairs.count = 0
      let (kept, treated) = scratch.kernels.findPairs(
        range, of: &scratch.pruning, neighbours: neighbours.lists, limit: neighbourLimit)
      scratch.pruning.tally.neighboured += kept
      search.settle(first..<(first + kept), &scratch)
      first += treated
    }
  }

  /// Guesses codes to start from, if there is a screen to look through.
  private func guess(_ search: inout TileSearch<Scalar>, _ scratch: inout Scratch<Scalar>) -> Bool {
    guard let projection = screens.screen?.projection,
      var screen = scratch.pruning.screen.take()
    else { return false }
    screen.guess(
      search.tile.range, in: projection, among: screens.codebook, codes: scratch.codes)
    scratch.pruning.screen = consume screen
    scratch.pruning.tally.projected += search.tile.range.count
    return true
  }

  /// Settles the rest by the centroids that a screen cannot rule out, and leaves the rows of which
  /// those are too many.
  private func searchScreened(_ search: inout TileSearch<Scalar>, _ scratch: inout Scratch<Scalar>)
  {
    if scratch.pruning.rest.count == 0 { return }
    guard let projection = screens.screen?.projection,
      var screen = scratch.pruning.screen.take()
    else { return }
    swap(&scratch.pruning.open, &scratch.pruning.rest)
    let count = scratch.pruning.open.count
    scratch.pruning.rest.count = 0
    scratch.pruning.tally.projected += count
    screen.begin(scratch.pruning.open, from: search.tile.range.lowerBound, in: projection)
    let mostPairs = scratch.pruning.pairs.rows.count
    for batch in 0..<screen.batchCount {
      let start = screen.find(batch: batch, among: screens.codebook)
      let range = start..<min(start + ScreenSearch.batchRows, count)
      if screen.pairCount > min(range.count * pairLimit, mostPairs) {
        scratch.pruning.leaveOpen(range)
        continue
      }
      scratch.pruning.takePairs(of: screen, range)
      search.settle(range, &scratch)
    }
    scratch.pruning.screen = consume screen
  }
}

extension PruningScratch {
  /// Leaves some open rows to the next search.
  fileprivate mutating func leaveOpen(_ range: Range<Int>) {
    rest.append(open, range)
  }

  /// Takes the pairs that a screen found for one batch of the open rows.
  fileprivate mutating func takePairs(of screen: borrowing ScreenSearch, _ range: Range<Int>) {
    pairs.count = screen.pairCount
    let (fromRows, fromCodes) = (screen.rows, screen.codes)
    for pair in 0..<pairs.count {
      pairs.rows[pair] = fromRows[pair]
      pairs.codes[pair] = fromCodes[pair]
    }
    for row in 0..<range.count {
      pairs.counts[row] = Int32(screen.starts[row + 1] - screen.starts[row])
      pairs.beyond[row] = Bound.distanceBelow(open.squared[range.lowerBound + row])
    }
  }
}
