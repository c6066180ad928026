import Synchronization

/// Keeps what a callback is told, from whatever thread it is called.
package final class Recorder<Value: Sendable>: Sendable {
  private let recorded = Mutex<[Value]>([])

  package init() {}

  /// What was recorded so far, in order.
  package var values: [Value] { recorded.withLock { $0 } }

  package func record(_ value: Value) {
    recorded.withLock { $0.append(value) }
  }
}
