internal import CVQKernels

/// The progress of each chunk in a pass, and whose turn it is to add to the chunk's sums.
///
/// A worker takes a whole chunk and works on it part by part. When no chunk is left, the worker
/// takes parts of other workers' chunks. Several workers may find codes of one chunk at the same
/// time, but the parts are added up in the order of their rows. So the sums have the same bits
/// whichever worker adds them, and the last chunks keep every worker busy.
package struct ChunkTurns: ~Copyable, Sendable {
  private let plan: TilePlan
  /// Three groups of counters, in the order given here.
  ///
  /// - for each chunk, the first row not yet handed out;
  /// - for each slot and chunk, the first row not yet added up;
  /// - the two counters below.
  private let counters: Counters
  /// The index of the counter that holds the maximum number of rows in a part.
  private let longest: Int
  /// The index of the counter that holds the number of workers that share chunks: 0 while whole
  /// chunks are left.
  private let sharing: Int

  /// Parts begin at multiples of this within their chunk: a multiple of every kernel set's row
  /// group.
  private static let partUnit = Int(VQK_MAXIMUM_ROW_GROUP)

  /// Creates the turns for the chunks of a plan.
  package init(plan: TilePlan, slotCount: Int = 1) {
    self.plan = plan
    longest = (1 + slotCount) * plan.chunkCount
    sharing = longest + 1
    counters = Counters(count: longest + 2)
  }

  /// Begins a pass over a range of chunks with the given number of workers.
  package func begin(_ chunks: Range<Int>, workers: Int) {
    counters.publish(0, at: sharing)
    // A tenth of a worker's share. No other worker can help with a part once it has begun.
    let share = plan.rows(ofChunks: chunks).count / (10 * workers)
    counters.publish(max(1, share / Self.partUnit) * Self.partUnit, at: longest)
    for chunk in chunks {
      let start = plan.rows(ofChunk: chunk).lowerBound
      for place in stride(from: chunk, to: longest, by: plan.chunkCount) {
        counters.publish(start, at: place)
      }
    }
  }

  /// Records that no whole chunks are left, so that the given number of workers share the rest.
  package func share(among workers: Int) { counters.publish(workers, at: sharing) }

  /// The chunk with the most rows not yet handed out; `nil` if all rows are handed out.
  package func chunkToShare(of chunks: Range<Int>) -> Int? {
    var (chosen, most): (Int?, Int) = (nil, 0)
    for chunk in chunks {
      let left = plan.rows(ofChunk: chunk).upperBound - counters[chunk]
      if left > most { (chosen, most) = (chunk, left) }
    }
    return chosen
  }

  /// Hands out the next rows of a chunk.
  ///
  /// A part is several tiles, or less than one tile if whole tiles would leave workers idle.
  ///
  /// - Parameters:
  ///   - chunk: The chunk.
  ///   - divides: Whether a tile may be divided.
  /// - Returns: The rows, or `nil` if all rows are handed out.
  package func part(ofChunk chunk: Int, divides: Bool) -> Range<Int>? {
    let (end, tileRows) = (plan.rows(ofChunk: chunk).upperBound, plan.tileRows)
    let (mostRows, workers) = (counters[longest], counters[sharing])
    var length = tileRows
    if workers > 0 && divides {
      // Parts become smaller and smaller, so that all workers finish at about the same time.
      let left = end - counters[chunk]
      length = max(1, left / (2 * workers * Self.partUnit)) * Self.partUnit
      length = min(length, tileRows, mostRows)
    } else if divides && mostRows < tileRows {
      length = mostRows
    } else if workers == 0 {
      // Several tiles, because handing out a part takes a noticeable share of the time of a small
      // tile.
      length = max(tileRows, min(mostRows, plan.chunkRows / 4) / tileRows * tileRows)
    }
    let start = counters.add(length, at: chunk)
    return start < end ? start..<min(start + length, end) : nil
  }

  /// Waits until all rows of a chunk before `row` are added up for a slot.
  ///
  /// - Returns: False if `stop` was raised in the meantime: the caller must then add nothing.
  package func waitForTurn(at row: Int, ofChunk chunk: Int, slot: Int, stop: StopFlag?) -> Bool {
    var rounds = 0
    while !isTurn(at: row, ofChunk: chunk, slot: slot) {
      if let stop, stop.isRaised { return false }
      vqk_pause(rounds)
      rounds += 1
    }
    return true
  }

  /// Returns whether all rows of a chunk before `row` are added up for a slot.
  package func isTurn(at row: Int, ofChunk chunk: Int, slot: Int) -> Bool {
    counters[(1 + slot) * plan.chunkCount + chunk] == row
  }

  /// Records that the rows up to `row` are added up.
  package func endTurn(at row: Int, ofChunk chunk: Int, slot: Int) {
    counters.publish(row, at: (1 + slot) * plan.chunkCount + chunk)
  }
}
