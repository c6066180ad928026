internal import VectorQuantization

extension Report {
  /// Adds the shape, type and size of the output, and the duration.
  mutating func addOutput(
    rows: Int, columns: Int, of elementType: ElementType, seconds elapsed: Duration
  ) {
    add("n", "observations", .count(rows))
    add("d", "features", .count(columns))
    add("dtype", "element type", .text(elementType.rawValue))
    add("bytes", "bytes", .count(rows * columns * elementType.byteCount))
    addSeconds([("total", elapsed)])
  }
}
