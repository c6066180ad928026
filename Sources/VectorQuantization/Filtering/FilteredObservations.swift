/// Observations in spatial order, under a tree of boxes, so that one comparison can settle many.
///
/// Observations that follow each other in this order lie together: a *leaf* of them has a small box,
/// and so have the nodes of a few leaves each, up to the root. An iteration descends from the root with
/// the centroids that may be nearest to anything in the box, fewer at every step. Where one is left,
/// all observations below are its; where several are left at a leaf, its rows are searched among those
/// few by the dense kernel, which is exact. So codes are those of a search among all.
struct FilteredObservations<Scalar: VectorScalar>: ~Copyable, Sendable {
  let shape: BoxTreeShape
  let featureCount: Int
  let frame: Frame<Scalar>
  let kernels: Kernels<Scalar>
  /// The rows in spatial order, and the number of the observation that each is.
  let order: SpatialOrder<Scalar>
  /// For each node the least coordinates of its rows, scaled, and then the greatest.
  let boxes: [Double]
  /// For each row in spatial order, the code of its observation as the caller has it.
  var codes: [Int32]
  /// For each node the code of all its rows, or -1 if they may have several.
  var commonCodes: [Int32]
  let workspaces: [Shared<FilterScratch<Scalar>>]
  /// The pairs of an observation and a centroid that the last pass compared.
  var pairCount = 0

  /// Puts observations, which are finite, in order.
  ///
  /// - Complexity: O(*n* log *n*). Incomplete if `stop` is raised.
  init(
    _ observations: MatrixSpan<Scalar>, frame: Frame<Scalar>, kernels: Kernels<Scalar>,
    workers: Int, stop: StopFlag?
  ) {
    let order = SpatialOrder(
      of: observations, kernels: kernels, workers: workers, stop: stop)
    self.order = order
    self.frame = frame
    self.kernels = kernels
    featureCount = observations.columnCount
    shape = order.shape
    boxes = Self.boxes(order, frame: frame, kernels: kernels, workers: workers)
    codes = Array(repeating: 0, count: observations.rowCount)
    commonCodes = Array(repeating: 0, count: shape.nodeCount)
    let d = featureCount
    workspaces = (0..<max(1, workers)).map { _ in Shared(FilterScratch(featureCount: d)) }
  }

  private static func boxes(
    _ order: SpatialOrder<Scalar>, frame: Frame<Scalar>, kernels: Kernels<Scalar>, workers: Int
  ) -> [Double] {
    let (shape, d) = (order.shape, frame.shift.count)
    var boxes = [Double](repeating: 0, count: 2 * d * shape.nodeCount)
    do {
      let tiles = DisjointTiles(boxes.mutableSpan)
      let (leaves, block) = (shape.nodes(0).count, 64)
      parallelFor((leaves + block - 1) / block, workers: workers) { _, queue in
        var bounds = [Scalar](repeating: 0, count: 2 * d)
        while let item = queue.take() {
          for leaf in (item * block)..<min((item + 1) * block, leaves) {
            let rows = shape.rows(leaf, level: 0)
            var all = bounds.mutableSpan
            kernels.findBounds(
              of: order.rows.span.extracting((rows.lowerBound * d)..<(rows.upperBound * d)),
              featureCount: d, bounds: &all)
            var box = tiles.lend((2 * d * leaf)..<(2 * d * (leaf + 1)))
            for place in box.indices { box[place] = Double(all[place]) * frame.scale }
          }
        }
      }
    }
    for level in 1..<max(1, shape.height + 1) {
      for node in shape.nodes(level) {
        let below = shape.nodes(below: node, level: level, at: level - 1)
        for feature in 0..<d {
          let (low, high) = (2 * d * node + feature, 2 * d * node + d + feature)
          boxes[low] = below.map { boxes[2 * d * $0 + feature] }.min() ?? 0
          boxes[high] = below.map { boxes[2 * d * $0 + d + feature] }.max() ?? 0
        }
      }
    }
    return boxes
  }

  /// Takes over codes that were found elsewhere.
  mutating func adopt(_ known: [Int32], workers: Int) {
    let order = order
    var adopted = [Int32](repeating: 0, count: known.count)
    do {
      let all = DisjointTiles(adopted.mutableSpan)
      let (count, block) = (known.count, 1 << 14)
      parallelFor((count + block - 1) / block, workers: workers) { _, queue in
        while let item = queue.take() {
          let range = (item * block)..<min((item + 1) * block, count)
          var own = all.lend(range)
          for place in own.indices {
            own[place] = known[Int(order.numbers[range.lowerBound + place])]
          }
        }
      }
    }
    codes = adopted
    for node in commonCodes.indices { commonCodes[node] = -1 }
  }
}
