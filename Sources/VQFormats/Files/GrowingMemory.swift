#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory that grows, for numbers whose count is not known in advance.
///
/// For large blocks the system moves pages instead of copying bytes, so growing needs no second
/// copy. New memory is not initialised. When it is full it becomes a ``MappedFile``.
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

  /// Grows the memory, and keeps its contents.
  mutating func grow(toByteCount newCount: Int) throws(SystemError) {
    guard newCount > byteCount else { return }
    // If `realloc` fails, the old memory stays valid.
    guard let grown = unsafe realloc(start, newCount) else { throw .outOfMemory }
    unsafe start = grown
    byteCount = newCount
  }

  /// The memory as numbers of a type for which every bit pattern is a value.
  ///
  /// - Parameters:
  ///   - count: The number of elements, which must fit.
  ///   - type: Their type.
  /// - Returns: A mutable view of the numbers.
  @_lifetime(&self)
  mutating func numbers<Number: BitwiseCopyable & Numeric>(
    _ count: Int, as type: Number.Type
  ) -> MutableSpan<Number> {
    precondition(count * MemoryLayout<Number>.stride <= byteCount, "the numbers fit")
    guard let start = unsafe start else { return MutableSpan() }
    // The memory is aligned for all numeric types, long enough, and owned by `self` alone.
    let numbers = unsafe UnsafeMutableBufferPointer(
      start: start.bindMemory(to: Number.self, capacity: count), count: count)
    return unsafe _overrideLifetime(numbers.mutableSpan, mutating: &self)
  }

  /// Converts the memory to a file of `usedCount` bytes.
  consuming func finish(byteCount usedCount: Int) -> MappedFile {
    precondition(usedCount <= byteCount, "the bytes are there")
    let file = unsafe MappedFile(adopting: start, byteCount: usedCount)
    discard self
    return file
  }
}
