/// The projections of all observations on a subspace.
struct Projection: Sendable {
  let subspace: Subspace
  /// One row of `subspace.width` numbers per observation.
  let rows: Matrix<Float>
  /// The norm of each observation in the frame, in the subspace's unit.
  let norms: [Float]

  /// Projects all observations, tile by tile.
  init<Scalar: VectorScalar>(
    of observations: ObservationTiles<Scalar>, on subspace: Subspace, frame: Frame<Scalar>,
    _ team: Team<Scalar>
  ) {
    let (n, width) = (observations.rowCount, subspace.width)
    var rows = [Float](repeating: 0, count: n * width)
    var norms = [Float](repeating: 0, count: n)
    let plan = TilePlan(
      rowCount: n, featureCount: observations.columnCount, clusterCount: 1,
      scalarSize: MemoryLayout<Scalar>.size
    ).withoutSums
    do {
      let (allRows, allNorms) = (LentMemory(rows.mutableSpan), LentMemory(norms.mutableSpan))
      parallelFor(plan.chunkCount, workers: team.workers, stop: team.stop) { worker, queue in
        while let chunk = queue.take() {
          plan.forEachTile(ofChunk: chunk) { range in
            var rows = allRows.lend((range.lowerBound * width)..<(range.upperBound * width))
            var norms = allNorms.lend(range)
            team.kernels.project(
              observations.rows(range, by: worker), frame: frame.span, on: subspace, into: &rows,
              norms: &norms)
          }
        }
      }
    }
    self.subspace = subspace
    self.rows = Matrix(elements: rows, rowCount: n, columnCount: width)
    self.norms = norms
  }
}
