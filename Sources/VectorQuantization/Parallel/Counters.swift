internal import CVQKernels

/// Numbers that workers count on together, from 0. [unsafe 1 of 3]
@safe struct Counters: ~Copyable, Sendable {
  private let numbers: TileMemory<Int>

  init(count: Int) {
    numbers = TileMemory(count: count)
  }

  var count: Int { numbers.count }

  /// What a counter is at; what its last ``publish(_:at:)`` came after is seen.
  subscript(_ index: Int) -> Int { unsafe vqk_counter_load(pointer(index)) }

  /// Sets a counter, after everything that this worker did before.
  func publish(_ number: Int, at index: Int) { unsafe vqk_counter_store(pointer(index), number) }

  /// Adds to a counter; returns what it was at.
  func add(_ number: Int, at index: Int) -> Int { unsafe vqk_counter_add(pointer(index), number) }

  private func pointer(_ index: Int) -> UnsafeMutablePointer<Int> {
    precondition(index >= 0 && index < count, "the counter exists")
    return unsafe numbers.pointer + index
  }
}
