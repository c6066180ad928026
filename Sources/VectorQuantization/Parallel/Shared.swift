internal import Synchronization

/// A value that outlives a parallel phase.
///
/// One thread at a time may use it.
final class Shared<Value: ~Copyable & Sendable>: Sendable {
  let value: Mutex<Value>

  init(_ value: consuming sending Value) {
    self.value = Mutex(value)
  }
}
