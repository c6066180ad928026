extension PrunedSearch {
  /// Measures the pairs there are, gives the open rows `range` the codes that those say, and writes
  /// down what is then known of them.
  func settle(
    _ range: Range<Int>, of rows: MatrixSpan<Scalar>, _ codebook: PackedCodebook<Scalar>,
    frame: Frame<Scalar>, _ scratch: inout Scratch<Scalar>, _ bounds: inout TileBounds
  ) {
    if range.isEmpty { return }
    let pairCount = scratch.pruning.pairs.count
    kernels.distances(
      rows, numbers: scratch.pruning.pairs.rows, codes: scratch.pruning.pairs.codes,
      count: pairCount, centroids: codebook.centroids, scale: frame.scale,
      into: &scratch.pruning.pairs.squared)
    scratch.pruning.tally.pairs += pairCount
    // Both squares carry their error.
    let roundoff = 2 * Double(rows.columnCount + 4) * Double.ulpOfOne
    let uncertainCount = kernels.settle(
      &scratch.pruning.open, range, by: &scratch.pruning.pairs, roundoff: roundoff,
      seconds: &scratch.pruning.seconds, uncertain: &scratch.pruning.uncertain)
    if uncertainCount > 0 {
      settleTies(
        uncertainCount, from: range.lowerBound, of: rows, codebook, frame: frame, &scratch.pruning)
    }
    kernels.keepBounds(
      of: &scratch.pruning.open, range, isWhole: false, seconds: scratch.pruning.seconds,
      codes: &scratch.codes, in: &bounds, reach: &scratch.pruning.reach)
  }

  /// Settles by `NearTies` the rows that rounding left undecided.
  private func settleTies(
    _ count: Int, from start: Int, of rows: MatrixSpan<Scalar>,
    _ codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>,
    _ scratch: inout PruningScratch<Scalar>
  ) {
    var (pair, position) = (0, 0)
    for item in 0..<count {
      let uncertain = Int(scratch.uncertain[item])
      while position < uncertain {
        pair += Int(scratch.pairs.counts[position])
        position += 1
      }
      let (index, end) = (start + position, pair + Int(scratch.pairs.counts[position]))
      let own = scratch.open.codes[index]
      scratch.candidates[0] = own
      var candidateCount = 1
      for other in pair..<end where scratch.pairs.codes[other] != own {
        scratch.candidates[candidateCount] = scratch.pairs.codes[other]
        candidateCount += 1
      }
      scratch.candidates[0..<candidateCount].sort()
      let nearest = NearTies.nearest(
        to: rows[row: Int(scratch.open.numbers[index])],
        among: scratch.candidates.span.extracting(0..<candidateCount), of: codebook.centroids,
        scale: frame.scale)
      guard let nearest, nearest != own else { continue }
      scratch.open.codes[index] = nearest
      // What was its own is as near as any other, but for rounding.
      let before = Bound.distanceBelow(scratch.open.squared[index])
      for other in pair..<end where scratch.pairs.codes[other] == nearest {
        scratch.open.squared[index] = scratch.pairs.squared[other]
      }
      let now = Bound.distanceBelow(scratch.open.squared[index])
      scratch.seconds[position] = min(scratch.seconds[position], before, now)
    }
  }
}
