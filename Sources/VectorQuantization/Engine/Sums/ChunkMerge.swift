/// Merges the records of a run's chunks into the run's own record, in the order of the `Reducer`
/// tree.
///
/// Sums of different codes are independent, so ranges of codes are merged in parallel. The result
/// is the same for any number of threads.
struct ChunkMerge: Sendable {
  let chunkCount: Int
  let slot: Int
  /// What the records hold: complete sums, or changes.
  let update: SumsUpdate

  /// Merges each range of codes.
  func callAsFunction(
    _ chunks: borrowing SumsMemory, into runs: borrowing SumsMemory, stretches: CodeStretches,
    workers: Int
  ) {
    let work = stretches.codes.count * chunks.featureCount * chunkCount
    let threads = Workers.count(forElements: work, limit: workers)
    stretches.forEach(workers: threads) { _, _, codes in
      let first = slot * chunkCount
      Reducer.forEachPair(chunkCount) { left, right in
        var to = chunks.record(first + left, codes: codes)
        to.add(chunks.record(first + right, codes: codes))
      }
      var to = runs.record(slot, codes: codes)
      if update == .whole { to.clear() }
      to.add(chunks.record(first, codes: codes))
    }
  }
}

extension PartialSums {
  /// Adds a record of the same codes.
  fileprivate mutating func add(_ other: consuming PartialSums) {
    for index in sums.indices { sums[index] += other.sums[index] }
    for index in counts.indices { counts[index] += other.counts[index] }
    for index in totals.indices { totals[index] += other.totals[index] }
  }
}
