/// Lends slices of one piece of memory to several threads, for writing. [unsafe 2 of 4]
///
/// A `MutableSpan` is exclusive, so two threads cannot each hold a part of one. This wrapper hands
/// out parts. It is sound because of how it is used, and only so: each caller lends a range derived
/// from the number of a chunk, ranges of different chunks do not overlap, and a `WorkQueue` gives
/// each chunk to one thread.
@safe package struct DisjointTiles<Element: BitwiseCopyable>: ~Escapable, @unchecked Sendable {
  // Valid for as long as `self`, whose lifetime is that of the exclusive access it was made from.
  private let elements: UnsafeMutableBufferPointer<Element>

  @_lifetime(copy span)
  package init(_ span: consuming MutableSpan<Element>) {
    unsafe elements = span.withUnsafeMutableBufferPointer { unsafe $0 }
  }

  /// Whether there is nothing to lend.
  package var isEmpty: Bool { unsafe elements.isEmpty }

  /// The elements of `range`, which no other thread may be lent while the result lives.
  @_lifetime(copy self)
  package func lend(_ range: Range<Int>) -> MutableSpan<Element> {
    unsafe precondition(
      range.lowerBound >= 0 && range.upperBound <= elements.count, "the range exists")
    let slice = unsafe UnsafeMutableBufferPointer(rebasing: elements[range])
    return unsafe _overrideLifetime(slice.mutableSpan, copying: self)
  }

  /// The elements of `range`, to read, which nobody may be lent while the result lives.
  @_lifetime(copy self)
  func view(_ range: Range<Int>) -> Span<Element> {
    unsafe precondition(
      range.lowerBound >= 0 && range.upperBound <= elements.count, "the range exists")
    let slice = unsafe UnsafeMutableBufferPointer(rebasing: elements[range])
    return unsafe _overrideLifetime(slice.span, copying: self)
  }
}
