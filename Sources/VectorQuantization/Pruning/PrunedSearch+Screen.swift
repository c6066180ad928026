extension PrunedSearch {
  /// Guesses codes to start from, if there is a screen to look through.
  func guess(_ rows: Range<Int>, _ scratch: inout Scratch<Scalar>) -> Bool {
    guard let projection, var screen = scratch.pruning.screen.take() else { return false }
    screen.guess(rows, in: projection, among: projectedCodebook, codes: &scratch.codes)
    scratch.pruning.screen = consume screen
    scratch.pruning.tally.projected += rows.count
    return true
  }

  /// Settles the rest by the centroids that a screen cannot rule out, and lists the rows of which
  /// those are too many.
  ///
  /// The squared distances of the rest lie in `scratch.squared`.
  func searchScreened(
    _ rows: MatrixSpan<Scalar>, at first: Int, _ restCount: Int,
    _ codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>, _ scratch: inout Scratch<Scalar>,
    _ bounds: inout TileBounds
  ) -> Int {
    guard let projection, var screen = scratch.pruning.screen.take() else {
      return restCount
    }
    screen.begin(
      scratch.pruning.rest.span, count: restCount, from: first, within: scratch.squared.span,
      in: projection)
    scratch.pruning.tally.projected += restCount
    var denseCount = 0
    var settled = 0
    var kept = 0
    for batch in 0..<screen.batchCount {
      let start = screen.find(batch: batch, among: projectedCodebook, ahead: Span())
      for position in start..<min(start + ScreenSearch.batchRows, restCount) {
        let row = scratch.pruning.rest[position]
        let code = scratch.codes[Int(row)]
        let pairs = screen.starts[position - start]..<screen.starts[position - start + 1]
        if pairs.count > pairLimit {
          scratch.pruning.rest[denseCount] = row
          denseCount += 1
          continue
        }
        if scratch.pruning.pairs.count + pairs.count > scratch.pruning.pairs.capacity {
          settle(rows, settled..<kept, codebook, frame: frame, &scratch, &bounds)
          settled = kept
        }
        let before = scratch.pruning.pairs.count
        for pair in pairs where screen.codes[pair] != code {
          scratch.pruning.pairs.append(row: row, code: screen.codes[pair])
        }
        scratch.pruning.open[kept] = row
        scratch.pruning.own[kept] = code
        scratch.pruning.squared[kept] = scratch.squared[position]
        scratch.pruning.pairCounts[kept] = Int32(scratch.pruning.pairs.count - before)
        scratch.pruning.beyond[kept] = Bound.distanceBelow(scratch.squared[position])
        kept += 1
      }
    }
    settle(rows, settled..<kept, codebook, frame: frame, &scratch, &bounds)
    scratch.pruning.screen = consume screen
    return denseCount
  }
}
