internal import Synchronization

/// A value that one thread at a time works on, so that it outlives a parallel phase.
final class Shared<Value: ~Copyable & Sendable>: Sendable {
  let value: Mutex<Value>

  init(_ value: consuming sending Value) {
    self.value = Mutex(value)
  }
}
