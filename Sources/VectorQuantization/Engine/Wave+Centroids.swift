/// From sums to centroids: merge, average, move, drop. Done for stretches of codes side by side.
extension Wave {
  /// Merges the sums of a slot's chunks into the slot's own, so that
  /// ``moveCentroids(_:frame:)`` may follow.
  ///
  /// Sums formed by code, or of sorted observations, need no merging.
  ///
  /// - Parameters:
  ///   - slot: The run's slot.
  ///   - update: What the chunks hold: all of the sums, what changed, or nothing.
  /// - Returns: The codes that have no observations, or only such of weight 0.
  mutating func reduceSums(_ slot: Int, _ update: SumsUpdate) -> [Int] {
    let (k, d) = (plan.clusterCount, plan.featureCount)
    if !plan.sumsByCode && update != .none {
      let merge = ChunkMerge(
        plan: plan, stretches: stretches(slot), slot: slot, update: update, workers: workers)
      merge(&chunkSums, into: &sums, width: d)
      merge(&chunkCounts, into: &counts, width: 1)
      if isWeighted { merge(&chunkTotals, into: &totals, width: 1) }
    }
    return (0..<clusterCounts[slot]).filter { weight(slot * k + $0) == 0 }
  }

  /// Empties a slot's own sums.
  mutating func clearSums(_ slot: Int) {
    let codes = 0..<plan.clusterCount
    let loans = sumLoans(slot)
    var own = loans.sums(of: codes)
    own.clearSums()
  }

  /// A slot's own sums, to share among threads.
  @_lifetime(&self)
  mutating func sumLoans(_ slot: Int) -> SumLoans {
    SumLoans(
      sums: DisjointTiles(sums.mutableSpan), counts: DisjointTiles(counts.mutableSpan),
      totals: DisjointTiles(totals.mutableSpan), firstCode: slot * plan.clusterCount,
      featureCount: plan.featureCount)
  }

  /// The weight that a code's observations have together: their number, without weights.
  private func weight(_ index: Int) -> Double {
    isWeighted ? totals[index] : Double(counts[index])
  }

  /// Moves each centroid of a slot to the mean of its observations, after
  /// ``reduceSums(_:_:)``.
  ///
  /// One without observations stays where it is.
  ///
  /// - Returns: The sum of the squared distances moved, scaled; and whether none moved at all.
  mutating func moveCentroids(_ slot: Int, frame: Frame<Scalar>) -> (shift: Double, isFixed: Bool) {
    let (d, firstCode) = (plan.featureCount, slot * plan.clusterCount)
    let (stretches, isWeighted) = (stretches(slot), isWeighted)
    let threads = Workers.count(forElements: stretches.codes.count * d, limit: workers)
    // For each stretch its shift, and whether anything moved.
    var moves = [Double](repeating: 0, count: 2 * stretches.count)
    do {
      let allMoves = DisjointTiles(moves.mutableSpan)
      let loans = centroidLoans()
      stretches.forEach(workers: threads) { _, item, codes in
        var move = allMoves.lend((2 * item)..<(2 * item + 2))
        for code in codes {
          let index = firstCode + code
          let weight = isWeighted ? loans.totals[index] : Double(loans.counts[index])
          if weight == 0 { continue }
          var centroid = loans.centroids.lend((index * d)..<((index + 1) * d))
          for feature in centroid.indices {
            let mean = Scalar(frame.origin[feature] + loans.sums[index * d + feature] / weight)
            let moved = (Double(mean) - Double(centroid[feature])) * frame.scale
            move[0] += moved * moved
            if mean != centroid[feature] {
              move[1] = 1
              centroid[feature] = mean
            }
          }
        }
      }
    }
    let shift = (0..<stretches.count).reduce(0) { $0 + moves[2 * $1] }
    return (shift, (0..<stretches.count).allSatisfy { moves[2 * $0 + 1] == 0 })
  }

  @_lifetime(&self)
  private mutating func centroidLoans() -> CentroidLoans<Scalar> {
    CentroidLoans(
      centroids: DisjointTiles(centroids.mutableSpan), sums: sums.span, counts: counts.span,
      totals: totals.span)
  }

  /// Removes some centroids of a slot; codes above them move down.
  mutating func drop(_ slot: Int, codes dropped: [Int]) {
    let d = plan.featureCount
    let start = centroidRange(slot).lowerBound
    let gone = Set(dropped)
    var kept = 0
    for code in 0..<clusterCounts[slot] where !gone.contains(code) {
      for feature in 0..<d {
        centroids[start + kept * d + feature] = centroids[start + code * d + feature]
      }
      kept += 1
    }
    clusterCounts[slot] = kept
  }

  /// A slot's codes in stretches of whole panels, each enough work for one thread.
  func stretches(_ slot: Int) -> CodeStretches {
    CodeStretches(codes: 0..<clusterCounts[slot], featureCount: plan.featureCount)
  }
}

/// Centroids to move, and the sums that say where to.
private struct CentroidLoans<Scalar: VectorScalar>: ~Escapable, Sendable {
  let centroids: DisjointTiles<Scalar>
  let sums: Span<Double>
  let counts: Span<Int64>
  let totals: Span<Double>

  @_lifetime(copy centroids, copy sums, copy counts, copy totals)
  init(
    centroids: DisjointTiles<Scalar>, sums: Span<Double>, counts: Span<Int64>,
    totals: Span<Double>
  ) {
    self.centroids = centroids
    self.sums = sums
    self.counts = counts
    self.totals = totals
  }
}
