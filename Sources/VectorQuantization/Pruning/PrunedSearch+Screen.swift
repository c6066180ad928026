extension PrunedSearch {
  /// Guesses codes to start from, if there is a screen to look through.
  func guess(_ rows: Range<Int>, _ scratch: inout Scratch<Scalar>) -> Bool {
    guard let projection, var screen = scratch.pruning.screen.take() else { return false }
    screen.guess(rows, in: projection, among: projectedCodebook, codes: &scratch.codes)
    scratch.pruning.screen = consume screen
    scratch.pruning.tally.projected += rows.count
    return true
  }

  /// Settles the rest by the centroids that a screen cannot rule out, and leaves the rows of which
  /// those are too many.
  func searchScreened(
    _ rows: MatrixSpan<Scalar>, at first: Int, _ codebook: PackedCodebook<Scalar>,
    frame: Frame<Scalar>, _ scratch: inout Scratch<Scalar>, _ bounds: inout TileBounds
  ) {
    if scratch.pruning.rest.count == 0 { return }
    guard let projection, var screen = scratch.pruning.screen.take() else { return }
    swap(&scratch.pruning.open, &scratch.pruning.rest)
    let count = scratch.pruning.open.count
    scratch.pruning.rest.count = 0
    scratch.pruning.tally.projected += count
    screen.begin(
      scratch.pruning.open.numbers.span, count: count, from: first,
      within: scratch.pruning.open.squared.span, in: projection)
    for batch in 0..<screen.batchCount {
      let start = screen.find(batch: batch, among: projectedCodebook, ahead: Span())
      let range = start..<min(start + ScreenSearch.batchRows, count)
      if screen.pairCount > min(range.count * pairLimit, scratch.pruning.pairs.rows.count) {
        scratch.pruning.rest.append(scratch.pruning.open, range)
        continue
      }
      scratch.pruning.pairs.replace(
        with: screen, rowCount: range.count, squared: scratch.pruning.open.squared, from: start)
      settle(range, of: rows, codebook, frame: frame, &scratch, &bounds)
    }
    scratch.pruning.screen = consume screen
  }
}

extension PairBuffer {
  /// Takes the pairs that a screen found for one batch.
  fileprivate mutating func replace(
    with screen: borrowing ScreenSearch, rowCount: Int, squared limits: [Double], from start: Int
  ) {
    count = screen.pairCount
    let (fromRows, fromCodes) = (screen.rows, screen.codes)
    for pair in 0..<count {
      rows[pair] = fromRows[pair]
      codes[pair] = fromCodes[pair]
    }
    for row in 0..<rowCount {
      counts[row] = Int32(screen.starts[row + 1] - screen.starts[row])
      beyond[row] = Bound.distanceBelow(limits[start + row])
    }
  }
}
