/// Memory for scalars that starts at a cache line, zeroed, and owned by one value. [unsafe 1 of 4]
///
/// The packed shapes that kernels read are laid out in whole vectors; from an array, whose elements
/// start at 16 bytes, every second load would straddle two cache lines.
@safe struct AlignedBuffer<Element: BitwiseCopyable & Numeric>: ~Copyable, @unchecked Sendable {
  // Owned by this value alone, which is why it may move between threads: allocated in `init`, freed
  // in `deinit`, lent only by the spans below, which cannot outlive a borrow of `self`.
  private let elements: UnsafeMutableBufferPointer<Element>

  /// Allocates `count` zeros.
  init(count: Int) {
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Element>.stride, alignment: 64)
    let all = unsafe bytes.bindMemory(to: Element.self)
    unsafe elements = UnsafeMutableBufferPointer(rebasing: all[..<count])
    unsafe elements.initialize(repeating: 0)
  }

  deinit {
    unsafe elements.deallocate()
  }

  /// The elements, to read.
  var span: Span<Element> {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(elements.span, borrowing: self) }
  }

  /// The elements, to change.
  var mutableSpan: MutableSpan<Element> {
    @_lifetime(&self)
    mutating get { unsafe _overrideLifetime(elements.mutableSpan, mutating: &self) }
  }
}
