/// From sums to centroids: merge, average, move. Done for stretches of codes side by side.
extension Wave {
  /// Merges the sums of a slot's chunks into the slot's own, so that ``moveCentroids(_:)`` may follow.
  ///
  /// Sums formed by code, or of sorted observations, need no merging.
  ///
  /// - Parameter slot: The run's slot.
  /// - Returns: The codes that have no observations, or only such of weight 0.
  mutating func reduceSums(_ slot: Int) -> [Int] {
    if !plan.sumsByCode && update != .none {
      let merge = ChunkMerge(chunkCount: plan.chunkCount, slot: slot, update: update)
      merge(
        chunkSums, into: runSums, stretches: codebooks.stretches(slot),
        workers: codebooks.workers)
    }
    return (0..<codebooks.clusterCounts[slot]).filter { runSums.weight(slot, code: $0) == 0 }
  }

  /// Empties a slot's own sums.
  mutating func clearSums(_ slot: Int) {
    var own = runSums.record(slot)
    own.clear()
  }

  /// Moves each centroid of a slot to the mean of its observations, after ``reduceSums(_:)``.
  ///
  /// One without observations stays where it is.
  ///
  /// - Returns: The sum of the squared distances moved, scaled; and whether none moved at all.
  mutating func moveCentroids(_ slot: Int) -> (shift: Double, isFixed: Bool) {
    let stretches = codebooks.stretches(slot)
    let threads = Workers.count(
      forElements: stretches.codes.count * plan.featureCount, limit: codebooks.workers)
    // For each stretch its shift, and whether anything moved.
    let moves = TileMemory<Double>(count: 2 * stretches.count)
    move(slot, stretches, noting: moves, threads: threads)
    let all = moves.span
    let shift = (0..<stretches.count).reduce(0) { $0 + all[2 * $1] }
    return (shift, (0..<stretches.count).allSatisfy { all[2 * $0 + 1] == 0 })
  }

  private func move(
    _ slot: Int, _ stretches: CodeStretches, noting moves: borrowing TileMemory<Double>,
    threads: Int
  ) {
    let (d, rules) = (plan.featureCount, codebooks.metric.rules)
    stretches.forEach(workers: threads) { _, item, codes in
      var move = moves.lend((2 * item)..<(2 * item + 2))
      let mean = TileMemory<Double>(count: d)
      for code in codes {
        let weight = runSums.weight(slot, code: code)
        if weight == 0 { continue }
        var target = mean.lent
        findMean(of: runSums.sum(slot, code: code), weight: weight, into: &target)
        rules.makeCentroid(&target)
        moveCentroid(code, slot: slot, to: target.span, noting: &move)
      }
    }
  }

  /// The mean of a cluster whose sum and weight are known.
  private func findMean(
    of sum: Span<Double>, weight: Double, into mean: inout MutableSpan<Double>
  ) {
    let origin = codebooks.frame.origin
    for feature in mean.indices { mean[feature] = origin[feature] + sum[feature] / weight }
  }

  /// Moves a centroid, and adds to `move` its shift and whether it moved.
  private func moveCentroid(
    _ code: Int, slot: Int, to position: Span<Double>, noting move: inout MutableSpan<Double>
  ) {
    let scale = codebooks.frame.scale
    var centroid = codebooks.centroid(code, slot: slot)
    for feature in centroid.indices {
      let next = Scalar(position[feature])
      let moved = (Double(next) - Double(centroid[feature])) * scale
      move[0] += moved * moved
      if next != centroid[feature] {
        move[1] = 1
        centroid[feature] = next
      }
    }
  }
}
