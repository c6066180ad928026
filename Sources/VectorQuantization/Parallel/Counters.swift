internal import CVQKernels

/// Atomic counters that workers share, initially 0. [unsafe 1 of 3]
@safe struct Counters: ~Copyable, Sendable {
  private let numbers: TileMemory<Int>

  init(count: Int) {
    numbers = TileMemory(count: count)
  }

  var count: Int { numbers.count }

  /// The value of a counter.
  ///
  /// Everything that happened before its last ``publish(_:at:)`` is visible.
  subscript(_ index: Int) -> Int { unsafe vqk_counter_load(pointer(index)) }

  /// Sets a counter, and makes everything that this worker did before visible to readers of the
  /// counter.
  func publish(_ number: Int, at index: Int) { unsafe vqk_counter_store(pointer(index), number) }

  /// Adds to a counter, and returns its previous value.
  func add(_ number: Int, at index: Int) -> Int { unsafe vqk_counter_add(pointer(index), number) }

  private func pointer(_ index: Int) -> UnsafeMutablePointer<Int> {
    precondition(index >= 0 && index < count, "the counter exists")
    return unsafe numbers.pointer + index
  }
}
