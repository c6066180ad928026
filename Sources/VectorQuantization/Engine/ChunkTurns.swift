internal import CVQKernels

/// How far the work on each chunk of a pass has come, and whose turn it is to add to the chunk's sums.
///
/// A worker takes a whole chunk, and works on it part by part. When no chunk is left, it takes parts of
/// those that others work on. Codes of several parts are found at the same time, but each part is added
/// up after the one before it, in the order of rows. So sums have the same bits whoever did what, and
/// the last chunks keep every worker busy.
package struct ChunkTurns: ~Copyable, Sendable {
  private let plan: TilePlan
  /// For each chunk, the first row that was not given out; then for each slot, for each chunk, the first
  /// that was not added up; then the two below.
  private let counters: Counters
  /// Where the maximum number of rows of a part is.
  private let longest: Int
  /// Where the number of workers is that share chunks: 0 while there are whole ones left.
  private let sharing: Int

  /// Parts begin at multiples of this in their chunk: of a group of rows in every kernel set.
  private static let partUnit = Int(VQK_MAXIMUM_ROW_GROUP)

  /// Creates the turns of the chunks of a plan.
  package init(plan: TilePlan, slotCount: Int = 1) {
    self.plan = plan
    longest = (1 + slotCount) * plan.chunkCount
    sharing = longest + 1
    counters = Counters(count: longest + 2)
  }

  /// Begins a pass over some chunks by so many workers.
  package func begin(_ chunks: Range<Int>, workers: Int) {
    counters.publish(0, at: sharing)
    // A tenth of a worker's share: no worker can help with a part that has begun.
    let share = plan.rows(ofChunks: chunks).count / (10 * workers)
    counters.publish(max(1, share / Self.partUnit) * Self.partUnit, at: longest)
    for chunk in chunks {
      let start = plan.rows(ofChunk: chunk).lowerBound
      for place in stride(from: chunk, to: longest, by: plan.chunkCount) {
        counters.publish(start, at: place)
      }
    }
  }

  /// Takes in that there are no whole chunks left for so many workers.
  package func share(among workers: Int) { counters.publish(workers, at: sharing) }

  /// The chunk that has the most rows to give out; `nil` if none has any.
  package func chunkToShare(of chunks: Range<Int>) -> Int? {
    var (chosen, most): (Int?, Int) = (nil, 0)
    for chunk in chunks {
      let left = plan.rows(ofChunk: chunk).upperBound - counters[chunk]
      if left > most { (chosen, most) = (chunk, left) }
    }
    return chosen
  }

  /// Gives out the next rows of a chunk: some tiles, or less than one where that would leave workers idle.
  ///
  /// - Parameters:
  ///   - chunk: The chunk.
  ///   - divides: Whether a tile may be divided.
  /// - Returns: The rows, or `nil` if all were given out.
  package func part(ofChunk chunk: Int, divides: Bool) -> Range<Int>? {
    let (end, tileRows) = (plan.rows(ofChunk: chunk).upperBound, plan.tileRows)
    let (mostRows, workers) = (counters[longest], counters[sharing])
    var length = tileRows
    if workers > 0 && divides {
      // Ever smaller parts, so that all end at about the same time.
      let left = end - counters[chunk]
      length = max(1, left / (2 * workers * Self.partUnit)) * Self.partUnit
      length = min(length, tileRows, mostRows)
    } else if divides && mostRows < tileRows {
      length = mostRows
    } else if workers == 0 {
      // Several tiles: to give out a part takes a share of the time that a small tile takes.
      length = max(tileRows, min(mostRows, plan.chunkRows / 4) / tileRows * tileRows)
    }
    let start = counters.add(length, at: chunk)
    return start < end ? start..<min(start + length, end) : nil
  }

  /// Waits until all rows of a chunk before `row` were added up for a slot.
  ///
  /// - Returns: False if `stop` was raised meanwhile: then nothing is to be added.
  package func waitForTurn(at row: Int, ofChunk chunk: Int, slot: Int, stop: StopFlag?) -> Bool {
    var rounds = 0
    while !isTurn(at: row, ofChunk: chunk, slot: slot) {
      if let stop, stop.isRaised { return false }
      vqk_pause(rounds)
      rounds += 1
    }
    return true
  }

  /// Whether all rows of a chunk before `row` were added up for a slot.
  package func isTurn(at row: Int, ofChunk chunk: Int, slot: Int) -> Bool {
    counters[(1 + slot) * plan.chunkCount + chunk] == row
  }

  /// Takes in that rows up to `row` were added up.
  package func endTurn(at row: Int, ofChunk chunk: Int, slot: Int) {
    counters.publish(row, at: (1 + slot) * plan.chunkCount + chunk)
  }
}
