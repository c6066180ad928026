internal import Synchronization

extension FilteredObservations {
  /// Nodes of at least this many share the tree out among threads, if there are so many.
  private static var fewestItems: Int { 64 }

  /// Assigns every observation to its nearest centroid.
  ///
  /// - Parameters:
  ///   - centroids: The centroids.
  ///   - distinct: The codes to consider, ascending: all but those of copies of an earlier one.
  ///   - allCodes: Each observation's code; where it is another than after the last pass, it is written.
  ///   - scratches: The searches, one a worker.
  ///   - stop: Ends the pass early; results are then incomplete.
  mutating func assign(
    to centroids: MatrixSpan<Scalar>, distinct: [Int32], codes allCodes: inout [Int32],
    workspaces scratches: [Workspace<Scalar>], stop: StopFlag?
  ) {
    let (shape, own) = (shape, workspaces)
    var level = shape.height
    while level > 0, shape.nodes(level).count < Self.fewestItems { level -= 1 }
    let (top, items) = (level, shape.nodes(level))
    let pairCount = Atomic(0)
    do {
      let walk = walk(centroids, codes: DisjointTiles(allCodes.mutableSpan))
      parallelFor(items.count, workers: scratches.count, stop: stop) { worker, queue in
        own[worker].value.withLock { filter in
          scratches[worker].value.withLock { scratch in
            filter.pairCount = 0
            let all = filter.candidates.begin(
              with: distinct, of: walk.centroids, scale: walk.frame.scale)
            while let item = queue.take() {
              _ = walk.visit(
                items.lowerBound + item, level: top, from: all, with: &filter, &scratch)
            }
            pairCount.add(filter.pairCount, ordering: .relaxed)
          }
        }
      }
    }
    self.pairCount = pairCount.load(ordering: .relaxed)
  }

  @_lifetime(&self, copy centroids, copy allCodes)
  private mutating func walk(
    _ centroids: MatrixSpan<Scalar>, codes allCodes: DisjointTiles<Int32>
  ) -> BoxTreeWalk<Scalar> {
    let kernels = kernels
    return BoxTreeWalk(
      shape: shape, frame: frame, kernels: kernels, centroids: centroids,
      rows: MatrixSpan(
        order.rows.span, rows: shape.rowCount, columns: featureCount),
      numbers: order.numbers.span, boxes: boxes.span, codes: DisjointTiles(codes.mutableSpan),
      commonCodes: DisjointTiles(commonCodes.mutableSpan), allCodes: allCodes)
  }
}
