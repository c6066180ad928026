/// Observations in an order in which those that follow each other lie together.
///
/// A node of the tree is cut into its children where its rows are widest, at the places where the
/// children's rows end, and so on down to the leaves: a k-d tree (J. L. Bentley, CACM 18, 1975) whose
/// shape is known beforehand. To cut, rows are distributed by the bins of a histogram; only the bin
/// in which a cut falls is then cut again. What lies where follows from the observations alone, so
/// it is the same with any number of workers.
package struct SpatialOrder<Scalar: VectorScalar>: Sendable, Equatable {
  package let shape: BoxTreeShape
  let featureCount: Int
  /// The rows, in this order.
  package let rows: [Scalar]
  /// For each of them, the number of its observation.
  package let numbers: [UInt32]

  /// Puts observations, which are finite, in order.
  ///
  /// - Complexity: O(*n* log *n*). In no order if the team is stopped.
  init(of observations: ObservationTiles<Scalar>, _ team: Team<Scalar>) {
    let (n, d) = (observations.rowCount, observations.columnCount)
    shape = BoxTreeShape(rowCount: n)
    featureCount = d
    var rows = [Scalar](repeating: 0, count: n * d)
    var numbers = [UInt32](repeating: 0, count: n)
    do {
      var spareRows = rows
      var spareNumbers = numbers
      let cutter = RowCutter(
        kernels: team.kernels, shape: shape,
        own: NumberedRows(rows: rows.mutableSpan, numbers: numbers.mutableSpan),
        spare: NumberedRows(rows: spareRows.mutableSpan, numbers: spareNumbers.mutableSpan))
      cutter.fill(from: observations, workers: team.workers)
      cutter.cutAll(team)
    }
    self.rows = rows
    self.numbers = numbers
  }
}

extension RowCutter {
  /// With up to so many features, large nodes are cut into all of their children by one feature;
  /// otherwise into halves, and those again.
  private static var mostFeaturesCutAtOnce: Int { 3 }
  /// Nodes of more rows than this are worth several threads each.
  private static var sharedRows: Int { 1 << 17 }

  /// Cuts every node: large ones one after the other, each by all workers; the others side by side.
  fileprivate func cutAll(_ team: Team<Scalar>) {
    var level = shape.height
    while level > 0, shape.rowsPerNode(level) > Self.sharedRows {
      if team.isStopped { return }
      var workspace = CutWorkspace<Scalar>(featureCount: featureCount, workers: team.workers)
      for node in shape.nodes(level) {
        cutNode(shape.rows(node, level: level), level, with: &workspace)
      }
      level -= 1
    }
    if level == 0 { return }
    let (nodes, first) = (shape.nodes(level), level)
    parallelFor(nodes.count, workers: team.workers, stop: team.stop) { _, queue in
      var workspace = CutWorkspace<Scalar>(featureCount: featureCount, workers: 1)
      while let item = queue.take() {
        for level in stride(from: first, to: 0, by: -1) {
          let below = shape.nodes(below: nodes.lowerBound + item, level: first, at: level)
          for node in below { cutNode(shape.rows(node, level: level), level, with: &workspace) }
        }
      }
    }
  }

  /// Cuts the rows of a node into those of its children.
  private func cutNode(
    _ rows: Range<Int>, _ level: Int, with workspace: inout CutWorkspace<Scalar>
  ) {
    let (length, start) = (shape.rowsPerNode(level - 1), rows.lowerBound)
    if rows.count <= length { return }
    let fine = Cuts(step: length, origin: start)
    if featureCount <= Self.mostFeaturesCutAtOnce && level > 2 {
      return cut(rows, fine, with: &workspace)
    }
    let half = BoxTreeShape.fanOut / 2 * length
    cut(rows, Cuts(step: half, origin: start), with: &workspace)
    let middle = min(start + half, rows.upperBound)
    cut(start..<middle, fine, with: &workspace)
    cut(middle..<rows.upperBound, fine, with: &workspace)
  }
}
