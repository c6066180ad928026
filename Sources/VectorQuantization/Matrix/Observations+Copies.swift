extension Observations {
  /// Copies selected rows and converts them to scalars.
  ///
  /// - Parameter numbers: The row numbers, in the order of the result.
  /// - Returns: One row for each number.
  /// - Throws: ``ClusteringError/unreadable(row:)`` or
  ///   ``ClusteringError/outOfMemory(needed:available:)``.
  /// - Complexity: O(rows · *d*).
  public func copies(of numbers: [Int]) throws(ClusteringError) -> Matrix<Scalar> {
    var copies = Matrix<Scalar>([], columns: max(1, columnCount))
    try AddressSpace.check(numbers.count * columnCount * MemoryLayout<Scalar>.size)
    try read { copies = $0.copies(of: numbers) }
    return copies
  }

  /// Copies a range of the rows and converts them to scalars.
  ///
  /// - Parameter range: The row numbers.
  /// - Returns: One row for each number in the range.
  /// - Throws: ``ClusteringError/unreadable(row:)`` or
  ///   ``ClusteringError/outOfMemory(needed:available:)``.
  /// - Complexity: O(rows · *d*).
  public func copy(of range: Range<Int>) throws(ClusteringError) -> Matrix<Scalar> {
    var copy = Matrix<Scalar>([], columns: max(1, columnCount))
    try AddressSpace.check(range.count * columnCount * MemoryLayout<Scalar>.size)
    try read { tiles in
      copy = Matrix(rows: range.count, columns: columnCount) { output in
        tiles.forEachRow(range) { _, row in
          for column in row.indices { output.append(row[column]) }
        }
      }
    }
    return copy
  }

  private func read(_ body: (ObservationTiles<Scalar>) -> Void) throws(ClusteringError) {
    let kernels = Kernels<Scalar>(try KernelSet.preferred())
    let failure = ReadFailure(stopping: StopFlag())
    var room = TileRoom<Scalar>(for: self, workers: 0)
    body(room.tiles(of: self, kernels: kernels, failure: failure))
    try failure.check()
  }
}
