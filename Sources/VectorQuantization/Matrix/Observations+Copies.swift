extension Observations {
  /// Copies of some rows, as scalars.
  ///
  /// - Parameter numbers: The rows, in the order in which to copy them.
  /// - Returns: One row a number.
  /// - Throws: ``ClusteringError/unreadable(row:)``, ``ClusteringError/outOfMemory(needed:available:)``.
  /// - Complexity: O(rows · *d*).
  public func copies(of numbers: [Int]) throws(ClusteringError) -> Matrix<Scalar> {
    var copies = Matrix<Scalar>([], columns: max(1, columnCount))
    try AddressSpace.check(numbers.count * columnCount * MemoryLayout<Scalar>.size)
    try read { copies = $0.copies(of: numbers) }
    return copies
  }

  /// A copy of some rows that follow each other, as scalars.
  ///
  /// - Parameter range: The rows.
  /// - Returns: One row each.
  /// - Throws: ``ClusteringError/unreadable(row:)``, ``ClusteringError/outOfMemory(needed:available:)``.
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
