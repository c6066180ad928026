/// The weighted sums of squared distances and of distances, scaled, for each chunk of each run.
struct DistanceSums: ~Copyable, Sendable {
  private let chunkCount: Int
  private var numbers: TileMemory<Double>

  init(slotCount: Int, chunkCount: Int) {
    self.chunkCount = chunkCount
    numbers = TileMemory(count: slotCount * chunkCount * 2)
  }

  /// The two sums of a chunk, for the worker whose turn it is.
  @_lifetime(borrow self)
  func chunk(_ chunk: Int, slot: Int) -> MutableSpan<Double> {
    let number = slot * chunkCount + chunk
    return numbers.lendInTurn((2 * number)..<(2 * number + 2))
  }

  /// The sums of all of a run's chunks.
  @_lifetime(borrow self)
  func all(slot: Int) -> MutableSpan<Double> {
    numbers.lend((2 * slot * chunkCount)..<(2 * (slot + 1) * chunkCount))
  }

  /// Merges the sums of a run's chunks.
  mutating func merged(slot: Int) -> (inertia: Double, distances: Double) {
    var records = all(slot: slot)
    Reducer.forEachPair(chunkCount) { left, right in
      records[2 * left] += records[2 * right]
      records[2 * left + 1] += records[2 * right + 1]
    }
    return (records[0], records[1])
  }
}
