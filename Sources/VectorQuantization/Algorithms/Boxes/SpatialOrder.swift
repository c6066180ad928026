/// Observations in an order in which consecutive rows lie close together.
///
/// This is a k-d tree (J. L. Bentley, CACM 18, 1975) with a shape known in advance. Each node is
/// cut into its children by the feature with the largest extent, at the places where the children's
/// rows end, down to the leaves. A cut distributes the rows by the bins of a histogram; then only
/// the bin that contains the cut is cut again. The order depends on the observations alone, so it
/// is the same with any number of workers.
package struct SpatialOrder<Scalar: VectorScalar>: Sendable, Equatable {
  package let shape: BoxTreeShape
  let featureCount: Int
  /// The rows, in this order.
  package let rows: [Scalar]
  /// For each row, the number of its observation.
  package let numbers: [UInt32]

  /// Puts observations, which must be finite, in spatial order.
  ///
  /// - Complexity: O(*n* log *n*). The order is undefined if the team is stopped.
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
  /// With at most this many features, one feature cuts large nodes into all their children.
  ///
  /// Otherwise, nodes are cut into halves first, and each half again.
  private static var mostFeaturesCutAtOnce: Int { 3 }
  /// Nodes with more rows than this are cut by several threads each.
  private static var sharedRows: Int { 1 << 17 }

  /// Cuts all nodes: large nodes one at a time with all workers, the others in parallel.
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

  /// Cuts the rows of a node into the rows of its children.
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
