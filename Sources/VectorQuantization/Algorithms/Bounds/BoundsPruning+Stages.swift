/// The tests that the rows of a tile go through.
extension BoundsPruning: AssignmentStrategy {
  // Where the clock chooses, the effort differs from run to run in any case.
  var divides: Bool { choice != nil }

  func assign(
    _ tile: Tile<Scalar>, to codebook: PackedCodebook<Scalar>,
    with workspace: inout Workspace<Scalar>
  ) -> Int? {
    var search = PruningTile(tile, codebook, bounds.tile(tile.range))
    guard let choice else { return assign(&search, &workspace) }
    let begin = ContinuousClock.now
    let state = PruningChoice.TileState(
      index: tile.range.lowerBound / plan.tileRows, isKnown: search.bounds.areKnown)
    let way = choice.search(state, workspace.pruning.counts.times)
    let notFinite =
      switch way {
      case .dense: search.searchPlainly(&workspace)
      case .keeping where screens.screen == nil: search.searchAll(&workspace)
      case .keeping, .pruned: assign(&search, &workspace)
      }
    workspace.pruning.counts.times.add(
      way, rows: tile.range.count, ContinuousClock.now - begin)
    return notFinite
  }

  private func assign(_ search: inout PruningTile<Scalar>, _ workspace: inout Workspace<Scalar>)
    -> Int?
  {
    if !continues && !guess(&search, &workspace) { return search.searchAll(&workspace) }
    search.findOpen(thresholds: bounds.drift.thresholds.span, &workspace)
    searchNeighbours(&search, &workspace)
    searchScreened(&search, &workspace)
    let restCount = workspace.pruning.rest.count
    if restCount == search.tile.rows.rowCount { return search.searchAll(&workspace) }
    if restCount > 0 { search.searchRest(&workspace) }
    return nil
  }

  /// The neighbour test: settles open rows that have few centroids near their own.
  ///
  /// All other open rows go to `rest`.
  private func searchNeighbours(
    _ search: inout PruningTile<Scalar>, _ workspace: inout Workspace<Scalar>
  ) {
    workspace.pruning.rest.count = 0
    if neighbours.lists.isEmpty {
      swap(&workspace.pruning.open, &workspace.pruning.rest)
      return
    }
    var first = 0
    while first < workspace.pruning.open.count {
      let range = first..<workspace.pruning.open.count
      workspace.pruning.pairs.count = 0
      let (kept, treated) = workspace.kernels.findPairs(
        range, of: &workspace.pruning, neighbours: neighbours.lists, limit: neighbourLimit)
      workspace.pruning.counts.neighboured += kept
      search.settle(first..<(first + kept), &workspace)
      first += treated
    }
  }

  /// Guesses initial codes from projections.
  ///
  /// Returns false if there is no screen.
  private func guess(_ search: inout PruningTile<Scalar>, _ workspace: inout Workspace<Scalar>)
    -> Bool
  {
    guard let projection = screens.screen?.projection,
      var screen = workspace.pruning.screen.take()
    else { return false }
    screen.guess(
      search.tile.range, in: projection, among: screens.codebook, codes: workspace.codes)
    workspace.pruning.screen = consume screen
    workspace.pruning.counts.projected += search.tile.range.count
    return true
  }

  /// The screen test: settles remaining rows by the centroids that projections cannot rule out.
  ///
  /// Rows with too many such centroids go to `rest`.
  private func searchScreened(
    _ search: inout PruningTile<Scalar>, _ workspace: inout Workspace<Scalar>
  ) {
    if workspace.pruning.rest.count == 0 { return }
    guard let projection = screens.screen?.projection,
      var screen = workspace.pruning.screen.take()
    else { return }
    swap(&workspace.pruning.open, &workspace.pruning.rest)
    let count = workspace.pruning.open.count
    workspace.pruning.rest.count = 0
    workspace.pruning.counts.projected += count
    screen.begin(workspace.pruning.open, from: search.tile.range.lowerBound, in: projection)
    let mostPairs = workspace.pruning.pairs.rows.count
    for batch in 0..<screen.batchCount {
      let start = screen.find(batch: batch, among: screens.codebook)
      let range = start..<min(start + ScreenSearch.batchRows, count)
      if screen.pairCount > min(range.count * pairLimit, mostPairs) {
        workspace.pruning.leaveOpen(range)
        continue
      }
      workspace.pruning.takePairs(of: screen, range)
      search.settle(range, &workspace)
    }
    workspace.pruning.screen = consume screen
  }
}

extension PruningWorkspace {
  /// Passes some open rows on to the next test.
  fileprivate mutating func leaveOpen(_ range: Range<Int>) {
    rest.append(open, range)
  }

  /// Copies the pairs that a screen found for one batch of the open rows.
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
