// Spans and arrays.
extension Array where Element: BitwiseCopyable {
  /// Copies a span.
  init(_ span: Span<Element>) {
    self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
  }
}

extension TileMemory {
  /// Overwrites the first elements.
  func replace(with elements: Span<Element>) {
    for index in elements.indices { self[index] = elements[index] }
  }
}
