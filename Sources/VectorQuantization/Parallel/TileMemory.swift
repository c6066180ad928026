/// Memory that workers share, with one owner; each worker writes its own ranges. [unsafe 1 of 3]
///
/// The memory starts at a cache line, because kernels read whole vectors. Lending a range only
/// borrows the owner, so every worker of a pass can hold it. The compiler cannot know that the
/// ranges do not overlap: they follow from the number of a chunk, and a `WorkQueue` gives each
/// chunk to one worker. Debug builds check this (`LendingLedger`).
@safe struct TileMemory<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
  // Allocated in `init`, freed in `deinit`; the spans below cannot outlive a borrow of `self`.
  private let elements: UnsafeMutableBufferPointer<Element>
  // The start of the allocation, up to a cache line before the elements.
  private let allocation: UnsafeMutableRawPointer?
  private let ledger = LendingLedger()

  private static var line: Int { 64 }

  /// Allocates `count` elements of one value; allocates nothing if `count` is 0.
  init(repeating value: Element, count: Int) {
    guard count > 0 else {
      unsafe elements = UnsafeMutableBufferPointer(start: nil, count: 0)
      unsafe allocation = nil
      return
    }
    // Allocates one line more and aligns here: allocators take several times as long for small
    // aligned memory.
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Element>.stride + Self.line, alignment: 16)
    let start = unsafe bytes.alignedUp(toMultipleOf: Self.line)
    unsafe allocation = bytes
    unsafe elements = UnsafeMutableBufferPointer(
      start: start.bindMemory(to: Element.self, capacity: count), count: count)
    unsafe elements.initialize(repeating: value)
  }

  deinit {
    unsafe allocation?.deallocate()
  }

  var count: Int { unsafe elements.count }
  var isEmpty: Bool { unsafe elements.isEmpty }

  /// One element.
  ///
  /// Only one worker may change it at a time.
  ///
  /// Read and write it in separate statements: `+=` on it makes Swift 6.3.1 fail under the thread
  /// sanitizer.
  subscript(_ index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count, "the element exists")
      return unsafe elements[index]
    }
    nonmutating set {
      precondition(index >= 0 && index < count, "the element exists")
      unsafe elements[index] = newValue
    }
  }

  /// The address of the elements, for kernels; valid while `self` is borrowed.
  @unsafe var pointer: UnsafeMutablePointer<Element> {
    unsafe elements.baseAddress ?? UnsafeMutablePointer(bitPattern: 64).unsafelyUnwrapped
  }

  /// All elements, read-only.
  var span: Span<Element> {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(elements.span, borrowing: self) }
  }

  /// All elements, writable.
  var mutableSpan: MutableSpan<Element> {
    @_lifetime(&self)
    mutating get { unsafe _overrideLifetime(elements.mutableSpan, mutating: &self) }
  }

  /// Sets all elements to one value.
  mutating func fill(with value: Element) { unsafe elements.update(repeating: value) }

  /// All elements, writable.
  ///
  /// No other worker may borrow them while the result is alive.
  var lent: MutableSpan<Element> {
    @_lifetime(borrow self)
    get { lend(0..<count) }
  }

  /// The elements of `range`, writable.
  ///
  /// No other worker may borrow them while the result is alive.
  @_lifetime(borrow self)
  func lend(_ range: Range<Int>) -> MutableSpan<Element> {
    let slice = unsafe elements.slice(range)
    ledger.note(range)
    return unsafe _overrideLifetime(slice.mutableSpan, borrowing: self)
  }

  /// The elements of `range`, writable, which other workers may borrow too.
  ///
  /// Workers must take turns, or write different elements.
  @_lifetime(borrow self)
  func lendInTurn(_ range: Range<Int>) -> MutableSpan<Element> {
    let slice = unsafe elements.slice(range)
    return unsafe _overrideLifetime(slice.mutableSpan, borrowing: self)
  }

  /// The elements of `range`, read-only.
  ///
  /// They must not be lent for writing while the result is alive.
  @_lifetime(borrow self)
  func view(_ range: Range<Int>) -> Span<Element> {
    let slice = unsafe elements.slice(range)
    return unsafe _overrideLifetime(slice.span, borrowing: self)
  }
}

extension TileMemory where Element: Numeric {
  /// Allocates `count` zeros.
  init(count: Int) { self.init(repeating: 0, count: count) }

  /// Allocates `count` elements, and copies those of another memory to the beginning.
  init(_ other: borrowing TileMemory<Element>, count: Int) {
    self.init(count: count)
    for index in 0..<other.count { unsafe elements[index] = other.elements[index] }
  }
}

/// Memory with another owner, lent to workers: an array, or a caller's buffer. [unsafe 1 of 3]
///
/// The rules are those of `TileMemory`.
@safe package struct LentMemory<Element: BitwiseCopyable>: ~Escapable, @unchecked Sendable {
  // Valid for as long as `self`, whose lifetime is that of the exclusive access it was made from.
  private let elements: UnsafeMutableBufferPointer<Element>
  private let ledger = LendingLedger()

  @_lifetime(copy span)
  package init(_ span: consuming MutableSpan<Element>) {
    unsafe elements = span.withUnsafeMutableBufferPointer { unsafe $0 }
  }

  /// Creates an empty memory.
  @_lifetime(immortal)
  package init() {
    unsafe elements = UnsafeMutableBufferPointer(start: nil, count: 0)
  }

  /// Whether there is nothing to lend.
  package var isEmpty: Bool { unsafe elements.isEmpty }

  /// The elements of `range`, writable.
  ///
  /// No other worker may borrow them while the result is alive.
  @_lifetime(copy self)
  package func lend(_ range: Range<Int>) -> MutableSpan<Element> {
    let slice = unsafe elements.slice(range)
    ledger.note(range)
    return unsafe _overrideLifetime(slice.mutableSpan, copying: self)
  }

  /// The elements of `range`, writable.
  ///
  /// The caller writes some of them, and other workers the rest.
  @_lifetime(copy self)
  func lendToAll(_ range: Range<Int>) -> MutableSpan<Element> {
    let slice = unsafe elements.slice(range)
    return unsafe _overrideLifetime(slice.mutableSpan, copying: self)
  }

  /// The elements of `range`, read-only.
  ///
  /// They must not be lent for writing while the result is alive.
  @_lifetime(copy self)
  func view(_ range: Range<Int>) -> Span<Element> {
    let slice = unsafe elements.slice(range)
    return unsafe _overrideLifetime(slice.span, copying: self)
  }
}

extension UnsafeMutableBufferPointer {
  /// A part of the buffer.
  ///
  /// The range must exist.
  fileprivate func slice(_ range: Range<Int>) -> UnsafeMutableBufferPointer<Element> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range exists")
    return unsafe UnsafeMutableBufferPointer(rebasing: self[range])
  }
}
