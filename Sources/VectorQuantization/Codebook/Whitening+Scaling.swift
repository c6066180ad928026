extension Whitening {
  /// Divides each feature by its scale.
  ///
  /// - Parameter observations: One observation a row, with as many features as were fitted; not
  ///   necessarily the same observations.
  /// - Returns: The scaled observations.
  /// - Throws: ``ClusteringError/featureCountMismatch(expected:found:)``.
  /// - Complexity: O(*n* · *d*).
  public func apply(to observations: MatrixSpan<Scalar>) throws(ClusteringError) -> Matrix<Scalar> {
    try scaled(observations, by: .division)
  }

  /// Multiplies each feature by its scale: the inverse of ``apply(to:)``, for a codebook found among
  /// whitened observations.
  ///
  /// - Parameter observations: One whitened row each.
  /// - Returns: The rows in the units of the observations fitted.
  /// - Throws: ``ClusteringError/featureCountMismatch(expected:found:)``.
  /// - Complexity: O(*n* · *d*).
  public func undo(on observations: MatrixSpan<Scalar>) throws(ClusteringError) -> Matrix<Scalar> {
    try scaled(observations, by: .multiplication)
  }

  /// Divides each feature of observations of any form by its scale, into the caller's memory.
  ///
  /// - Parameters:
  ///   - observations: One observation a row.
  ///   - output: Receives the scaled numbers, row after row, or column after column if `byColumns`.
  ///   - byColumns: Whether the output is column after column.
  ///   - workers: The maximum number of threads; `nil` means every processor.
  ///   - stop: Ends the call when raised.
  /// - Throws: ``ClusteringError``, also if observations cannot be read or `stop` was raised.
  package func apply(
    to observations: Observations<Scalar>, into output: LentMemory<Scalar>, byColumns: Bool,
    workers: Int?, stop: StopFlag?
  ) throws(ClusteringError) {
    try scale(
      observations, by: .division, into: Output(output, byColumns: byColumns), workers: workers,
      stop: stop)
  }

  private enum Operation {
    case division, multiplication
  }

  /// Memory for scaled observations, and the order of the numbers in it.
  private struct Output: ~Escapable {
    let numbers: LentMemory<Scalar>
    let byColumns: Bool

    @_lifetime(copy numbers)
    init(_ numbers: LentMemory<Scalar>, byColumns: Bool) {
      self.numbers = numbers
      self.byColumns = byColumns
    }
  }

  private func scaled(
    _ observations: MatrixSpan<Scalar>, by operation: Operation
  ) throws(ClusteringError) -> Matrix<Scalar> {
    try AddressSpace.check(
      observations.rowCount * observations.columnCount * MemoryLayout<Scalar>.size)
    var elements = [Scalar](repeating: 0, count: observations.rowCount * observations.columnCount)
    try scale(
      Observations(observations), by: operation,
      into: Output(LentMemory(elements.mutableSpan), byColumns: false), workers: nil, stop: nil)
    return Matrix(
      elements: elements, rowCount: observations.rowCount, columnCount: observations.columnCount)
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func scale(
    _ source: Observations<Scalar>, by operation: Operation, into output: Output,
    workers limit: Int?, stop: StopFlag?
  ) throws(ClusteringError) {
    let (n, d) = (source.rowCount, source.columnCount)
    if d != scale.count { throw .featureCountMismatch(expected: scale.count, found: d) }
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
    _ observations: ObservationTiles<Scalar>, by operation: Operation, into output: Output,
    workers: Int, stop: StopFlag
  ) {
    let plan = TilePlan(
      rowCount: observations.rowCount, featureCount: observations.columnCount, clusterCount: 1,
      scalarSize: MemoryLayout<Scalar>.size
    ).withoutSums
    parallelFor(plan.chunkCount, workers: workers, stop: stop) { worker, queue in
      while let chunk = queue.take() {
        plan.forEachTile(ofChunk: chunk, stop: stop) { rows in
          let tile = observations.rows(rows, by: worker)
          if output.byColumns {
            let stride = observations.rowCount
            scaleColumns(of: tile, by: operation, into: output.numbers, rows, stride)
          } else {
            scaleRows(of: tile, by: operation, into: output.numbers, at: rows.lowerBound)
          }
        }
      }
    }
  }

  private func scaleRows(
    of tile: MatrixSpan<Scalar>, by operation: Operation, into output: LentMemory<Scalar>,
    at first: Int
  ) {
    let (d, scale) = (tile.columnCount, scale)
    for row in 0..<tile.rowCount {
      let elements = tile[row: row]
      let start = (first + row) * d
      var scaled = output.lend(start..<(start + d))
      switch operation {
      case .division:
        for column in 0..<d { scaled[column] = elements[column] / scale[column] }
      case .multiplication:
        for column in 0..<d { scaled[column] = elements[column] * scale[column] }
      }
    }
  }

  /// Columns lie `stride` numbers apart in the output.
  private func scaleColumns(
    of tile: MatrixSpan<Scalar>, by operation: Operation, into output: LentMemory<Scalar>,
    _ rows: Range<Int>, _ stride: Int
  ) {
    let elements = tile.elements
    for column in 0..<tile.columnCount {
      let scale = scale[column]
      let start = column * stride
      var scaled = output.lend((start + rows.lowerBound)..<(start + rows.upperBound))
      switch operation {
      case .division:
        for row in 0..<rows.count { scaled[row] = elements[row * tile.rowStride + column] / scale }
      case .multiplication:
        for row in 0..<rows.count { scaled[row] = elements[row * tile.rowStride + column] * scale }
      }
    }
  }
}
