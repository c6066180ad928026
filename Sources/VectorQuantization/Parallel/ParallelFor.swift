internal import CVQKernels
internal import Dispatch
internal import Synchronization

/// Runs `body` on up to `workers` threads at once, which share the items of one queue.
///
/// Dispatch has no limit on threads for one call, and one index an item would put all of them into
/// contention for one counter's cache line; so there is one index a worker, and workers pull.
/// With one worker everything happens on the calling thread. A child of `fork()` starts threads of its
/// own, since Dispatch has none left there.
///
/// - Parameters:
///   - count: The number of items, numbered from 0.
///   - workers: The most threads to use.
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

/// What `concurrentPerform` does, with threads that are started and joined for it.
package func performOnOwnThreads(_ count: Int, _ body: @Sendable (Int) -> Void) {
  withoutActuallyEscaping(body) { body in
    var body = body
    // The call ends when every thread has, so what they point to lives as long.
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

/// Items 0 ..< count, each handed out once.
package struct WorkQueue: ~Copyable, Sendable {
  private let next = Atomic(0)
  private let count: Int
  private let stop: StopFlag?

  init(count: Int, stop: StopFlag?) {
    self.count = count
    self.stop = stop
  }

  /// The number of an item that no other worker has, or `nil` when none is left.
  package func take() -> Int? {
    if let stop, stop.isRaised { return nil }
    let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return item < count ? item : nil
  }
}

/// How many threads a problem is worth, and how many there are.
package enum Workers {
  /// Fewer multiply-adds than this are not worth waking another thread for: some 20 microseconds.
  package static let grain = 2_000_000
  /// No more threads than this are started, whatever limit is given: each takes memory of its own.
  private static let most = 1024

  /// The threads for `work` multiply-adds: at most `limit`, or every usable processor if that is
  /// `nil`, and one if the problem is small.
  package static func count(for work: Double, limit: Int?) -> Int {
    let worthwhile = Int(min(work / Double(grain), 65_536)) + 1
    // Reading the quota takes longer than a small problem.
    return worthwhile == 1 ? 1 : min(worthwhile, count(limit: limit))
  }

  /// The threads for a large problem: at most `limit`, or every usable processor if that is `nil`.
  static func count(limit: Int?) -> Int { min(limit ?? usable, most) }

  /// The threads for light work on `elements` numbers, such as adding them: at most `limit`.
  package static func count(forElements elements: Int, limit: Int) -> Int {
    min(limit, elements / 16_384 + 1)
  }

  /// The processors that this process may use.
  package static var usable: Int { vqk_processor_count() }
}
