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
    _ observations: ObservationTiles<Scalar>, frame: Frame<Scalar>, kernels: Kernels<Scalar>,
    workers: Int, stop: StopFlag?
  ) {
    let order = SpatialOrder(
      of: observations, kernels: kernels, workers: workers, stop: stop)
    self.order = order
    self.frame = frame
    self.kernels = kernels
    featureCount = observations.columnCount
    shape = order.shape
    boxes = order.boxes(scale: frame.scale, kernels: kernels, workers: workers)
    codes = Array(repeating: 0, count: observations.rowCount)
    commonCodes = Array(repeating: 0, count: shape.nodeCount)
    let d = featureCount
    workspaces = (0..<max(1, workers)).map { _ in Shared(FilterScratch(featureCount: d)) }
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
