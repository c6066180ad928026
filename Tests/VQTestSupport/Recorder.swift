import Dispatch

/// Keeps what a callback is told, from whatever thread it is called.
package final class Recorder<Value: Sendable>: @unchecked Sendable {
  // Touched on the queue only. A queue and not a `Mutex`, whose waiting the thread sanitizer does not
  // see on Linux: it would report threads that contend for one as a race.
  private var recorded: [Value] = []
  private let queue = DispatchQueue(label: "swift-vq.recorder")

  package init() {}

  /// What was recorded so far, in order.
  package var values: [Value] { queue.sync { recorded } }

  package func record(_ value: Value) {
    queue.sync { recorded.append(value) }
  }
}
