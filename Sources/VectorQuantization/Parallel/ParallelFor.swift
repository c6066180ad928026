internal import CVQKernels
internal import Dispatch
internal import Synchronization

/// Runs `body` on up to `workers` threads at once, which share the items of one queue.
///
/// Dispatch has no limit on threads for one call, and with one index per item all threads would
/// contend for the cache line of one counter. So there is one index per worker, and workers pull
/// items from the queue. With one worker, everything happens on the calling thread. A child of
/// `fork()` starts its own threads, because it has no Dispatch threads.
///
/// - Parameters:
///   - count: The number of items, numbered from 0.
///   - workers: The maximum number of threads.
///   - stop: Ends the loop early when raised.
///   - body: Called once for each worker with its number; takes items until there are no more.
package func parallelFor(
  _ count: Int, workers: Int, stop: StopFlag? = nil,
  _ body: @Sendable (_ worker: Int, _ queue: borrowing WorkQueue) -> Void
) {
  ParallelPhase.begin()
  defer { ParallelPhase.begin() }
  let queue = WorkQueue(count: count, stop: stop)
  var threads = min(workers, count)
  if threads > 1 { threads = AddressSpace.affordable(threads: threads) }
  if threads <= 1 {
    body(0, queue)
  } else if vqk_is_forked() {
    performOnOwnThreads(threads) { worker in body(worker, queue) }
  } else {
    DispatchQueue.concurrentPerform(iterations: threads) { worker in body(worker, queue) }
  }
}

/// Does the same as `concurrentPerform`, with threads that it starts and joins itself.
package func performOnOwnThreads(_ count: Int, _ body: @Sendable (Int) -> Void) {
  withoutActuallyEscaping(body) { body in
    var body = body
    // The call returns after all threads have ended, so `body` outlives them.
    unsafe withUnsafeMutablePointer(to: &body) { pointer in
      unsafe vqk_run_threads(
        count,
        { number, context in
          let body = unsafe context.assumingMemoryBound(to: (@Sendable (Int) -> Void).self)
          unsafe body.pointee(number)
        }, pointer)
    }
  }
}

/// A queue of the items 0 ..< count.
///
/// Each item is handed out once.
package struct WorkQueue: ~Copyable, Sendable {
  private let next = Atomic(0)
  private let count: Int
  private let stop: StopFlag?

  init(count: Int, stop: StopFlag?) {
    self.count = count
    self.stop = stop
  }

  /// Takes an item that no other worker has.
  ///
  /// Returns `nil` if none is left.
  package func take() -> Int? {
    if let stop, stop.isRaised { return nil }
    let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return item < count ? item : nil
  }
}

/// How many threads a problem is worth, and how many the machine has.
package enum Workers {
  /// Less work than this many multiply-adds, about 20 microseconds, is not worth waking another
  /// thread.
  package static let grain = 2_000_000
  /// The maximum number of threads, whatever the limit: each thread takes memory.
  private static let most = 1024

  /// The number of threads for `work` multiply-adds: 1 if the problem is small.
  ///
  /// At most `limit`, or every usable processor if that is `nil`.
  package static func count(for work: Double, limit: Int?) -> Int {
    let worthwhile = Int(min(work / Double(grain), 65_536)) + 1
    // Reading the CPU quota takes longer than a small problem.
    return worthwhile == 1 ? 1 : min(worthwhile, count(limit: limit))
  }

  /// The number of threads for a large problem: at most `limit`, or every usable processor if that
  /// is `nil`.
  static func count(limit: Int?) -> Int { min(limit ?? usable, most) }

  /// The number of threads for light work on `elements` numbers, such as adding them: at most
  /// `limit`.
  package static func count(forElements elements: Int, limit: Int) -> Int {
    min(limit, elements / 16_384 + 1)
  }

  /// The number of processors that this process may use.
  package static var usable: Int { vqk_processor_count() }
}
