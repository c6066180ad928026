/// Observations in spatial order with a tree of boxes, so that one comparison can settle many rows.
///
/// Consecutive observations in this order lie close together. So each *leaf* of consecutive rows
/// has a small box, and so does each node of a few leaves or nodes, up to the root. An iteration
/// descends from the root with the centroids that may be nearest to some point in the box; their
/// number shrinks at each level. If one centroid is left, all observations below the node get its
/// code. If several are left at a leaf, the dense kernel searches its rows among these few, which
/// is exact. So the codes are the same as from a search among all centroids.
struct FilteredObservations<Scalar: VectorScalar>: ~Copyable, Sendable {
  let shape: BoxTreeShape
  let featureCount: Int
  let frame: Frame<Scalar>
  let kernels: Kernels<Scalar>
  /// The rows in spatial order, and the number of each row's observation.
  let order: SpatialOrder<Scalar>
  /// For each node, the minimum of each scaled coordinate of its rows, then the maximum of each.
  let boxes: [Double]
  /// The code of each observation.
  let codes: TileMemory<Int32>
  /// For each row in spatial order, the code of its observation.
  let orderedCodes: TileMemory<Int32>
  /// For each node, the code of all its rows, or -1 if they may have several.
  let commonCodes: TileMemory<Int32>
  let workspaces: [Shared<FilteringWorkspace<Scalar>>]

  /// Puts observations, which must be finite, in spatial order.
  ///
  /// - Complexity: O(*n* log *n*). Incomplete if the execution is stopped.
  init(_ input: borrowing FitInput<Scalar>, _ execution: Execution<Scalar>) {
    let order = SpatialOrder(of: input.observations, execution.team)
    self.order = order
    frame = input.frame
    kernels = execution.kernels
    featureCount = input.observations.columnCount
    shape = order.shape
    boxes = order.boxes(
      scale: input.frame.scale, kernels: execution.kernels, workers: execution.workers)
    codes = TileMemory(count: input.observations.rowCount)
    orderedCodes = TileMemory(count: input.observations.rowCount)
    commonCodes = TileMemory(count: shape.nodeCount)
    let frame = input.frame
    workspaces = (0..<execution.workers).map { _ in Shared(FilteringWorkspace(frame: frame)) }
  }

  /// Takes over codes that were found elsewhere.
  func adopt(_ known: [Int32], workers: Int) {
    let (count, block) = (known.count, 1 << 14)
    parallelFor((count + block - 1) / block, workers: workers) { _, queue in
      while let item = queue.take() {
        let range = (item * block)..<min((item + 1) * block, count)
        var own = codes.lend(range)
        var ordered = orderedCodes.lend(range)
        for place in own.indices {
          own[place] = known[range.lowerBound + place]
          ordered[place] = known[Int(order.numbers[range.lowerBound + place])]
        }
      }
    }
    var common = commonCodes.lend(0..<commonCodes.count)
    common.update(repeating: -1)
  }
}
