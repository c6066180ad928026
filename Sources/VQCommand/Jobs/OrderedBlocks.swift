internal import Synchronization
internal import VectorQuantization

/// Makes blocks on several threads, and passes them on one by one in their order.
///
/// So a result larger than memory can be written while it is made.
///
/// - Parameters:
///   - count: The number of blocks.
///   - workers: The maximum number of threads; `nil` for all processors.
///   - make: Makes a block from its number; called on several threads.
///   - use: Takes each block, from the first to the last, on the calling thread.
/// - Throws: What `use` throws; no further blocks are passed on then.
func forEachBlock<Block: Sendable>(
  _ count: Int, workers: Int?, make: @Sendable (Int) -> Block, use: (Block) throws -> Void
) throws {
  let threads = min(workers ?? .max, Workers.usable)
  // More blocks than threads, so that threads which finish early take another block.
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
