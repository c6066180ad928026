internal import Synchronization
internal import VectorQuantization

/// Makes blocks on several threads, and hands them on one by one in their order, so that a result
/// larger than memory is written as it is made.
///
/// - Parameters:
///   - count: The number of blocks.
///   - workers: The most threads to use; `nil` means every processor.
///   - make: Makes a block from its number alone.
///   - use: Takes each block, from the first to the last, on the calling thread.
/// - Throws: What `use` throws; no more blocks are then handed on.
func forEachBlock<Block: Sendable>(
  _ count: Int, workers: Int?, make: @Sendable (Int) -> Block, use: (Block) throws -> Void
) throws {
  let threads = min(workers ?? .max, Workers.usable)
  // So many that threads which are done early find more to do.
  let blocksAtOnce = 4 * threads
  var start = 0
  while start < count {
    let wave = start..<min(count, start + blocksAtOnce)
    let made = Mutex<[Int: Block]>([:])
    parallelFor(wave.count, workers: threads) { _, queue in
      while let item = queue.take() {
        let block = make(wave.lowerBound + item)
        made.withLock { $0[wave.lowerBound + item] = block }
      }
    }
    let blocks = made.withLock { $0 }
    for number in wave {
      if let block = blocks[number] { try use(block) }
    }
    start = wave.upperBound
  }
}
