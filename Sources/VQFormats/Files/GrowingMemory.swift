#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory that grows, for numbers whose count is not known yet.
///
/// The system moves the pages of large memory and does not copy them, so growing takes no second copy.
/// New memory holds anything. It becomes a ``MappedFile`` once it is full.
@safe struct GrowingMemory: ~Copyable {
  private var start: UnsafeMutableRawPointer?
  private(set) var byteCount = 0

  /// Creates no memory.
  init() {
    unsafe start = nil
  }

  deinit {
    unsafe free(start)
  }

  /// Makes the memory larger, and keeps what it holds.
  mutating func grow(toByteCount newCount: Int) throws(SystemError) {
    guard newCount > byteCount else { return }
    // The old memory is given up only if there is new.
    guard let grown = unsafe realloc(start, newCount) else { throw .outOfMemory }
    unsafe start = grown
    byteCount = newCount
  }

  /// The memory as numbers of a type in which every pattern of bits is a value.
  ///
  /// - Parameters:
  ///   - count: How many; they must fit.
  ///   - type: Their type.
  /// - Returns: The numbers, to read and to change.
  @_lifetime(&self)
  mutating func numbers<Number: BitwiseCopyable & Numeric>(
    _ count: Int, as type: Number.Type
  ) -> MutableSpan<Number> {
    precondition(count * MemoryLayout<Number>.stride <= byteCount, "the numbers fit")
    guard let start = unsafe start else { return MutableSpan() }
    // The memory is aligned for every type of number, long enough, and belongs to `self` alone.
    let numbers = unsafe UnsafeMutableBufferPointer(
      start: start.bindMemory(to: Number.self, capacity: count), count: count)
    return unsafe _overrideLifetime(numbers.mutableSpan, mutating: &self)
  }

  /// Gives up the memory as that of a file, which ends after so many bytes.
  consuming func finish(byteCount usedCount: Int) -> MappedFile {
    precondition(usedCount <= byteCount, "the bytes are there")
    let file = unsafe MappedFile(adopting: start, byteCount: usedCount)
    discard self
    return file
  }
}
