/// From sums to centroids: merge, average, move.
///
/// Ranges of codes are processed in parallel.
extension Wave {
  /// Merges the sums of a slot's chunks into the slot's own sums.
  ///
  /// Call it before ``moveCentroids(_:)``.
  ///
  /// Sums by code, and sums of sorted observations, need no merging.
  ///
  /// - Parameter slot: The run's slot.
  /// - Returns: The codes whose observations have a total weight of 0, or that have no
  ///   observations.
  mutating func reduceSums(_ slot: Int) -> [Int] {
    if !plan.sumsByCode && update != .none {
      let merge = ChunkMerge(chunkCount: plan.chunkCount, slot: slot, update: update)
      merge(
        chunkSums, into: runSums, stretches: codebooks.stretches(slot),
        workers: codebooks.workers)
    }
    return (0..<codebooks.clusterCounts[slot]).filter { runSums.weight(slot, code: $0) == 0 }
  }

  /// Clears a slot's own sums.
  mutating func clearSums(_ slot: Int) {
    var own = runSums.record(slot)
    own.clear()
  }

  /// Moves each centroid of a slot to the mean of its observations, after ``reduceSums(_:)``.
  ///
  /// A centroid without observations stays where it is.
  ///
  /// - Returns: The sum of the squared distances moved, scaled; and whether no centroid moved.
  mutating func moveCentroids(_ slot: Int) -> (shift: Double, isFixed: Bool) {
    let stretches = codebooks.stretches(slot)
    let threads = Workers.count(
      forElements: stretches.codes.count * plan.featureCount, limit: codebooks.workers)
    move(slot, stretches, threads: threads)
    let all = codebooks.notes.span
    let shift = (0..<stretches.count).reduce(0) { $0 + all[2 * $1] }
    return (shift, (0..<stretches.count).allSatisfy { all[2 * $0 + 1] == 0 })
  }

  /// Moves the centroids of each range of codes, and records their shift and how many moved.
  private func move(_ slot: Int, _ stretches: CodeStretches, threads: Int) {
    let (frame, metric) = (codebooks.frame, codebooks.metric)
    stretches.forEach(workers: threads) { _, item, codes in
      var move = CentroidMove(origin: frame.origin, scale: frame.scale, metric: metric)
      for code in codes {
        var centroid = codebooks.centroid(code, slot: slot)
        move(
          &centroid, to: runSums.sum(slot, code: code),
          weight: runSums.weight(slot, code: code))
      }
      var noted = codebooks.notes.lend((2 * item)..<(2 * item + 2))
      (noted[0], noted[1]) = (move.shift, Double(move.count))
    }
  }
}
