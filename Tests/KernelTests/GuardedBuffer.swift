/// Memory for a kernel, aligned to a cache line, between two strips of canaries. [unsafe 1 of 2]
///
/// A kernel that writes past either end changes a canary. A kernel that reads past either end reads
/// a canary, such as a NaN.
@safe final class GuardedBuffer<Element: BitwiseCopyable & Equatable> {
  /// Whole cache lines for any element, so that the contents are aligned too.
  private static var stripCount: Int { 64 }

  // Owned by this object: allocated in `init`, freed in `deinit`.
  private let memory: UnsafeMutableBufferPointer<Element>
  private let canary: Element

  init(_ contents: [Element], canary: Element) {
    let count = contents.count + 2 * Self.stripCount
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: count * MemoryLayout<Element>.stride, alignment: 64)
    unsafe memory = bytes.bindMemory(to: Element.self)
    unsafe memory.initialize(repeating: canary)
    self.canary = canary
    for (index, element) in contents.enumerated() {
      unsafe memory[Self.stripCount + index] = element
    }
  }

  deinit { unsafe memory.deallocate() }

  /// The elements between the strips.
  var contents: [Element] {
    unsafe Array(memory.dropFirst(Self.stripCount).dropLast(Self.stripCount))
  }

  /// Whether every canary is unchanged.
  var isIntact: Bool {
    let strips = unsafe [memory.prefix(Self.stripCount), memory.suffix(Self.stripCount)]
    return unsafe strips.allSatisfy { strip in unsafe strip.allSatisfy { $0 == canary } }
  }

  /// The first element between the strips; valid while the object lives.
  @unsafe var start: UnsafeMutablePointer<Element> {
    guard let base = unsafe memory.baseAddress else { preconditionFailure("strips are not empty") }
    return unsafe base + Self.stripCount
  }
}
