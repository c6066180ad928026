/// Merges the records of a slot's chunks into the slot's own, by the reducer's tree.
///
/// Numbers of different codes have nothing to do with each other, so stretches of codes are merged
/// side by side, and the result is the same however many threads there are.
struct ChunkMerge: Sendable {
  let plan: TilePlan
  let stretches: CodeStretches
  let slot: Int
  /// What the chunks hold: all of the sums, or what changed.
  let update: SumsUpdate
  /// The most threads to use.
  let workers: Int

  /// Merges records of `width` numbers a code.
  func callAsFunction<Number: Numeric & BitwiseCopyable & Sendable>(
    _ chunkNumbers: inout [Number], into numbers: inout [Number], width: Int
  ) {
    merge(
      DisjointTiles(chunkNumbers.mutableSpan), into: DisjointTiles(numbers.mutableSpan),
      width: width)
  }

  /// Merges records of `width` numbers a code.
  func callAsFunction(
    _ chunkNumbers: inout AlignedBuffer<Double>, into numbers: inout AlignedBuffer<Double>,
    width: Int
  ) {
    merge(
      DisjointTiles(chunkNumbers.mutableSpan), into: DisjointTiles(numbers.mutableSpan),
      width: width)
  }

  private func merge<Number: Numeric & BitwiseCopyable & Sendable>(
    _ chunks: DisjointTiles<Number>, into merged: DisjointTiles<Number>, width: Int
  ) {
    let work = stretches.codes.count * width * plan.chunkCount
    let threads = Workers.count(forElements: work, limit: workers)
    stretches.forEach(workers: threads) { _, _, codes in
      func part(_ record: Int) -> Range<Int> {
        let start = record * plan.clusterCount
        return ((start + codes.lowerBound) * width)..<((start + codes.upperBound) * width)
      }
      let first = slot * plan.chunkCount
      Reducer.forEachPair(plan.chunkCount) { left, right in
        var to = chunks.lend(part(first + left))
        let from = chunks.lend(part(first + right))
        for index in from.indices { to[index] += from[index] }
      }
      let from = chunks.lend(part(first))
      var to = merged.lend(part(slot))
      for index in from.indices {
        to[index] = update == .moves ? to[index] + from[index] : from[index]
      }
    }
  }
}
