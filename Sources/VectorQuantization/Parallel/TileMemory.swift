/// Memory that workers share, owned by one value; each worker writes ranges of its own. [unsafe 1 of 3]
///
/// It starts at a cache line, since kernels read whole vectors. To lend a range takes a borrow only,
/// so every worker of a pass can hold the owner. The compiler cannot know that ranges do not overlap:
/// they follow from the number of a chunk, and a `WorkQueue` gives each chunk to one worker. Debug
/// builds check it (`LendingLedger`).
@safe struct TileMemory<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
  // Allocated in `init`, freed in `deinit`; the spans below cannot outlive a borrow of `self`.
  private let elements: UnsafeMutableBufferPointer<Element>
  // Where what was allocated begins, which is up to a cache line before the elements.
  private let allocation: UnsafeMutableRawPointer?
  private let ledger = LendingLedger()

  private static var line: Int { 64 }

  /// Allocates `count` elements of one value; nothing for none.
  init(repeating value: Element, count: Int) {
    guard count > 0 else {
      unsafe elements = UnsafeMutableBufferPointer(start: nil, count: 0)
      unsafe allocation = nil
      return
    }
    // A line more, and aligned here: allocators take several times as long to align small memory.
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

  /// One element, which only one worker may change at a time.
  ///
  /// Read and write it apart: `+=` on it makes Swift 6.3.1 fail under the thread sanitizer.
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

  /// Where the elements are, for kernels; valid while `self` is borrowed.
  @unsafe var pointer: UnsafeMutablePointer<Element> {
    unsafe elements.baseAddress ?? UnsafeMutablePointer(bitPattern: 64).unsafelyUnwrapped
  }

  /// All elements, to read.
  var span: Span<Element> {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(elements.span, borrowing: self) }
  }

  /// All elements, to change.
  var mutableSpan: MutableSpan<Element> {
    @_lifetime(&self)
    mutating get { unsafe _overrideLifetime(elements.mutableSpan, mutating: &self) }
  }

  /// Gives all elements one value.
  mutating func fill(with value: Element) { unsafe elements.update(repeating: value) }

  /// All elements, which no other worker may be lent while the result lives.
  var lent: MutableSpan<Element> {
    @_lifetime(borrow self)
    get { lend(0..<count) }
  }

  /// The elements of `range`, which no other worker may be lent while the result lives.
  @_lifetime(borrow self)
  func lend(_ range: Range<Int>) -> MutableSpan<Element> {
    let slice = unsafe elements.slice(range)
    ledger.note(range)
    return unsafe _overrideLifetime(slice.mutableSpan, borrowing: self)
  }

  /// The elements of `range`, which other workers are lent too: each in its turn, or each for elements of
  /// its own.
  @_lifetime(borrow self)
  func lendInTurn(_ range: Range<Int>) -> MutableSpan<Element> {
    let slice = unsafe elements.slice(range)
    return unsafe _overrideLifetime(slice.mutableSpan, borrowing: self)
  }

  /// The elements of `range`, to read; they must not be lent while the result lives.
  @_lifetime(borrow self)
  func view(_ range: Range<Int>) -> Span<Element> {
    let slice = unsafe elements.slice(range)
    return unsafe _overrideLifetime(slice.span, borrowing: self)
  }
}

extension TileMemory where Element: Numeric {
  /// Allocates `count` zeros.
  init(count: Int) { self.init(repeating: 0, count: count) }

  /// Allocates `count` elements that begin with those of another.
  init(_ other: borrowing TileMemory<Element>, count: Int) {
    self.init(count: count)
    for index in 0..<other.count { unsafe elements[index] = other.elements[index] }
  }
}

/// Memory that somebody else owns and lends to workers: an array, or a caller's buffer. [unsafe 1 of 3]
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

  /// No memory.
  @_lifetime(immortal)
  package init() {
    unsafe elements = UnsafeMutableBufferPointer(start: nil, count: 0)
  }

  /// Whether there is nothing to lend.
  package var isEmpty: Bool { unsafe elements.isEmpty }

  /// The elements of `range`, which no other worker may be lent while the result lives.
  @_lifetime(copy self)
  package func lend(_ range: Range<Int>) -> MutableSpan<Element> {
    let slice = unsafe elements.slice(range)
    ledger.note(range)
    return unsafe _overrideLifetime(slice.mutableSpan, copying: self)
  }

  /// The elements of `range`, some of which the caller writes, and other workers the rest.
  @_lifetime(copy self)
  func lendToAll(_ range: Range<Int>) -> MutableSpan<Element> {
    let slice = unsafe elements.slice(range)
    return unsafe _overrideLifetime(slice.mutableSpan, copying: self)
  }

  /// The elements of `range`, to read; they must not be lent while the result lives.
  @_lifetime(copy self)
  func view(_ range: Range<Int>) -> Span<Element> {
    let slice = unsafe elements.slice(range)
    return unsafe _overrideLifetime(slice.span, copying: self)
  }
}

extension UnsafeMutableBufferPointer {
  /// A part, which must exist.
  fileprivate func slice(_ range: Range<Int>) -> UnsafeMutableBufferPointer<Element> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range exists")
    return unsafe UnsafeMutableBufferPointer(rebasing: self[range])
  }
}
