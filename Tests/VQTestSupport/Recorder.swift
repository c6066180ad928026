import Dispatch

/// Records the values that a callback receives, on any thread.
package final class Recorder<Value: Sendable>: @unchecked Sendable {
  // Accessed only on the queue. A `Mutex` is not used, because the thread sanitizer does not see its
  // waiting on Linux, and would report contending threads as a race.
  private var recorded: [Value] = []
  private let queue = DispatchQueue(label: "swift-vq.recorder")

  package init() {}

  /// The values recorded so far, in order.
  package var values: [Value] { queue.sync { recorded } }

  package func record(_ value: Value) {
    queue.sync { recorded.append(value) }
  }
}
