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

  /// With up to so many features, large nodes are cut into all of their children by one feature;
  /// otherwise into halves, and those again.
  private static var mostFeaturesCutAtOnce: Int { 3 }
  /// Nodes of more rows than this are worth several threads each.
  private static var sharedRows: Int { 1 << 17 }

  /// Puts observations, which are finite, in order.
  ///
  /// - Complexity: O(*n* log *n*). In no order if `stop` is raised.
  init(
    of observations: ObservationTiles<Scalar>, kernels: Kernels<Scalar>, workers: Int,
    stop: StopFlag?
  ) {
    let (n, d) = (observations.rowCount, observations.columnCount)
    shape = BoxTreeShape(rowCount: n)
    featureCount = d
    var rows = [Scalar](repeating: 0, count: n * d)
    var numbers = [UInt32](repeating: 0, count: n)
    do {
      var spareRows = rows
      var spareNumbers = numbers
      let cutter = RowCutter(
        kernels: kernels, featureCount: d, rows: LentMemory(rows.mutableSpan),
        numbers: LentMemory(numbers.mutableSpan),
        spareRows: LentMemory(spareRows.mutableSpan),
        spareNumbers: LentMemory(spareNumbers.mutableSpan))
      cutter.fill(from: observations, workers: workers)
      Self.cut(shape, by: cutter, workers: workers, stop: stop)
    }
    self.rows = rows
    self.numbers = numbers
  }

  /// Cuts every node: large ones one after the other, each by all workers; the others side by side.
  private static func cut(
    _ shape: BoxTreeShape, by cutter: borrowing RowCutter<Scalar>, workers: Int, stop: StopFlag?
  ) {
    let d = cutter.featureCount
    var level = shape.height
    while level > 0, shape.rowsPerNode(level) > Self.sharedRows {
      if let stop, stop.isRaised { return }
      var scratch = CutScratch<Scalar>(featureCount: d, workers: workers)
      for node in shape.nodes(level) {
        cut(shape.rows(node, level: level), level, cutter, shape, with: &scratch)
      }
      level -= 1
    }
    if level == 0 { return }
    let (nodes, first) = (shape.nodes(level), level)
    let cutter = copy cutter
    parallelFor(nodes.count, workers: workers, stop: stop) { _, queue in
      var scratch = CutScratch<Scalar>(featureCount: d, workers: 1)
      while let item = queue.take() {
        for level in stride(from: first, to: 0, by: -1) {
          let below = shape.nodes(below: nodes.lowerBound + item, level: first, at: level)
          for node in below {
            cut(shape.rows(node, level: level), level, cutter, shape, with: &scratch)
          }
        }
      }
    }
  }

  /// Cuts the rows of a node into those of its children.
  private static func cut(
    _ rows: Range<Int>, _ level: Int, _ cutter: borrowing RowCutter<Scalar>, _ shape: BoxTreeShape,
    with scratch: inout CutScratch<Scalar>
  ) {
    let length = shape.rowsPerNode(level - 1)
    let start = rows.lowerBound
    if rows.count <= length { return }
    if cutter.featureCount <= mostFeaturesCutAtOnce && level > 2 {
      cutter.cut(rows, every: length, from: start, with: &scratch)
      return
    }
    let half = BoxTreeShape.fanOut / 2 * length
    cutter.cut(rows, every: half, from: start, with: &scratch)
    let middle = min(start + half, rows.upperBound)
    cutter.cut(start..<middle, every: length, from: start, with: &scratch)
    cutter.cut(middle..<rows.upperBound, every: length, from: start, with: &scratch)
  }
}
