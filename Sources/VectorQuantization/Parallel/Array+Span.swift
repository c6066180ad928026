// Copies between spans and arrays.
extension Array where Element: BitwiseCopyable {
  /// Copies a span.
  init(_ span: Span<Element>) {
    self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
  }
}

extension TileMemory {
  /// Overwrites the first elements.
  func replace(with elements: Span<Element>) {
    var first = lent
    first.replace(with: elements)
  }
}

extension MutableSpan where Element: BitwiseCopyable {
  /// Overwrites the first elements with one copy.
  mutating func replace(with elements: Span<Element>) {
    precondition(elements.count <= count, "the elements fit the memory")
    unsafe withUnsafeMutableBufferPointer { to in
      unsafe elements.withUnsafeBufferPointer { from in
        guard let start = from.baseAddress else { return }
        unsafe to.baseAddress?.update(from: start, count: from.count)
      }
    }
  }
}
