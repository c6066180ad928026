/// Every observation as its projection on a subspace.
struct Projection: Sendable {
  let subspace: Subspace
  /// One row of `subspace.width` an observation.
  let rows: Matrix<Float>
  /// The norm of each observation in the frame, in the subspace's unit.
  let norms: [Float]

  /// Projects all observations, tile by tile.
  init<Scalar: VectorScalar>(
    of observations: ObservationTiles<Scalar>, on subspace: Subspace, frame: Frame<Scalar>,
    kernels: Kernels<Scalar>, workers: Int
  ) {
    let (n, width) = (observations.rowCount, subspace.width)
    var rows = [Float](repeating: 0, count: n * width)
    var norms = [Float](repeating: 0, count: n)
    Self.project(
      observations, on: subspace, frame: frame, kernels: kernels, workers: workers,
      into: rows.mutableSpan, norms: norms.mutableSpan)
    self.subspace = subspace
    self.rows = Matrix(elements: rows, rowCount: n, columnCount: width)
    self.norms = norms
  }

  private static func project<Scalar: VectorScalar>(
    _ observations: ObservationTiles<Scalar>, on subspace: Subspace, frame: Frame<Scalar>,
    kernels: Kernels<Scalar>, workers: Int, into rows: consuming MutableSpan<Float>,
    norms: consuming MutableSpan<Float>
  ) {
    let width = subspace.width
    let plan = TilePlan(
      rowCount: observations.rowCount, featureCount: observations.columnCount, clusterCount: 1,
      scalarSize: MemoryLayout<Scalar>.size, accumulates: false)
    let (allRows, allNorms) = (LentMemory(rows), LentMemory(norms))
    parallelFor(plan.chunkCount, workers: workers) { worker, queue in
      while let chunk = queue.take() {
        plan.forEachTile(ofChunk: chunk) { range in
          var rows = allRows.lend((range.lowerBound * width)..<(range.upperBound * width))
          var norms = allNorms.lend(range)
          kernels.project(
            observations.rows(range, by: worker), frame: frame.span, on: subspace, into: &rows,
            norms: &norms)
        }
      }
    }
  }
}
