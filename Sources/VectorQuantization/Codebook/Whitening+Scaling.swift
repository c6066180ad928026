extension Whitening {
  /// Divides each feature by its scale.
  ///
  /// - Parameter observations: One observation in each row, with as many features as the fitted
  ///   observations. They may be other observations than the fitted ones.
  /// - Returns: The scaled observations.
  /// - Throws: ``ClusteringError`` if the numbers of features differ, or observations cannot be
  ///   read.
  /// - Complexity: O(*n* · *d*).
  public func apply<Source: ObservationSource<Scalar> & ~Escapable>(
    to observations: borrowing Source
  ) throws(ClusteringError) -> Matrix<Scalar> {
    try observations.withObservations { lent throws(ClusteringError) in
      try scaled(lent, by: .division)
    }
  }

  /// Multiplies each feature by its scale: the inverse of ``apply(to:)``.
  ///
  /// Use it to convert a codebook of whitened observations to the original units.
  ///
  /// - Parameter observations: One whitened observation or centroid in each row.
  /// - Returns: The rows in the units of the fitted observations.
  /// - Throws: ``ClusteringError`` if the numbers of features differ, or observations cannot be
  ///   read.
  /// - Complexity: O(*n* · *d*).
  public func undo<Source: ObservationSource<Scalar> & ~Escapable>(
    on observations: borrowing Source
  ) throws(ClusteringError) -> Matrix<Scalar> {
    try observations.withObservations { lent throws(ClusteringError) in
      try scaled(lent, by: .multiplication)
    }
  }

  /// Divides each feature of the observations by its scale, and writes the result to the caller's
  /// memory.
  ///
  /// - Throws: ``ClusteringError``, also if observations cannot be read or `stop` was raised.
  package func apply(
    to observations: Observations<Scalar>, into output: LentMemory<Scalar>, workers: Int?,
    stop: StopFlag?
  ) throws(ClusteringError) {
    try scale(observations, by: .division, into: output, workers: workers, stop: stop)
  }

  /// Divides observations in column-major order by their scales, without tiles.
  ///
  /// - Parameters:
  ///   - columns: One feature in each row.
  ///   - output: Receives the scaled columns, one after the other; may be the memory of `columns`.
  ///   - limit: The maximum number of threads; `nil` means one for each available processor.
  ///   - stop: Ends the call when it is raised.
  /// - Throws: ``ClusteringError/stopped``.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func apply(
    toColumns columns: MatrixSpan<Scalar>, into output: LentMemory<Scalar>, workers limit: Int?,
    stop: StopFlag?
  ) throws(ClusteringError) {
    let (d, n) = (columns.rowCount, columns.columnCount)
    precondition(d == scale.count, "there must be one scale for each column")
    let pieceSize = 16_384
    let pieces = (n + pieceSize - 1) / pieceSize
    let workers = Workers.count(for: Double(n) * Double(d), limit: limit)
    parallelFor(d * pieces, workers: workers, stop: stop) { _, queue in
      while let item = queue.take() {
        let (column, piece) = item.quotientAndRemainder(dividingBy: pieces)
        let rows = (piece * pieceSize)..<min((piece + 1) * pieceSize, n)
        let elements = columns[row: column].extracting(rows)
        let scale = scale[column]
        let start = column * n
        var scaled = output.lend((start + rows.lowerBound)..<(start + rows.upperBound))
        // Equal counts let the compiler drop bounds checks and vectorize the loop.
        precondition(elements.count == scaled.count)
        for row in 0..<scaled.count { scaled[row] = elements[row] / scale }
      }
    }
    if let stop, stop.isRaised { throw .stopped }
  }

  private enum Operation {
    case division, multiplication
  }

  private func scaled(
    _ observations: Observations<Scalar>, by operation: Operation
  ) throws(ClusteringError) -> Matrix<Scalar> {
    // An empty array of rows does not define the number of columns.
    if observations.rowCount == 0, observations.columnCount == 0 {
      return Matrix(elements: [], rowCount: 0, columnCount: scale.count)
    }
    try AddressSpace.check(
      observations.rowCount * observations.columnCount * MemoryLayout<Scalar>.size)
    var elements = [Scalar](repeating: 0, count: observations.rowCount * observations.columnCount)
    try scale(
      observations, by: operation, into: LentMemory(elements.mutableSpan),
      workers: nil, stop: nil)
    return Matrix(
      elements: elements, rowCount: observations.rowCount, columnCount: observations.columnCount)
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func scale(
    _ source: Observations<Scalar>, by operation: Operation, into output: LentMemory<Scalar>,
    workers limit: Int?, stop: StopFlag?
  ) throws(ClusteringError) {
    let (n, d) = (source.rowCount, source.columnCount)
    if d != scale.count { throw .featureCountMismatch(expected: d, found: scale.count) }
    if d == 0 { return }
    let kernels = Kernels<Scalar>(try KernelSet.preferred())
    let workers = Workers.count(for: Double(n) * Double(d), limit: limit)
    let stop = stop ?? StopFlag()
    let failure = ReadFailure(stopping: stop)
    var room = TileRoom<Scalar>(for: source, workers: workers)
    scale(
      room.tiles(of: source, kernels: kernels, failure: failure), by: operation, into: output,
      workers: workers, stop: stop)
    try failure.check()
    if stop.isRaised { throw .stopped }
  }

  private func scale(
    _ observations: ObservationTiles<Scalar>, by operation: Operation,
    into output: LentMemory<Scalar>, workers: Int, stop: StopFlag
  ) {
    let d = observations.columnCount
    let plan = TilePlan(
      rowCount: observations.rowCount, featureCount: d, clusterCount: 1,
      scalarSize: MemoryLayout<Scalar>.size
    ).withoutSums
    parallelFor(plan.chunkCount, workers: workers, stop: stop) { worker, queue in
      let scale = scale
      while let chunk = queue.take() {
        plan.forEachTile(ofChunk: chunk, stop: stop) { rows in
          let tile = observations.rows(rows, by: worker)
          for row in 0..<rows.count {
            let elements = tile[row: row]
            let start = (rows.lowerBound + row) * d
            var scaled = output.lend(start..<(start + d))
            switch operation {
            case .division:
              for column in 0..<d { scaled[column] = elements[column] / scale[column] }
            case .multiplication:
              for column in 0..<d { scaled[column] = elements[column] * scale[column] }
            }
          }
        }
      }
    }
  }
}
