internal import Synchronization

extension FilteredObservations {
  /// Threads share the nodes of the highest level that has at least this many nodes.
  private static var fewestItems: Int { 64 }

  /// Assigns every observation to its nearest centroid.
  ///
  /// - Parameters:
  ///   - centroids: The centroids.
  ///   - distinct: The codes to consider, ascending: all codes except copies of an earlier
  ///     centroid.
  ///   - execution: The workers. The result is incomplete if the execution is stopped.
  /// - Returns: The number of pairs of an observation and a centroid that were compared.
  func assign(
    to centroids: MatrixSpan<Double>, distinct: [Int32], _ execution: Execution<Scalar>
  ) -> Int {
    var level = shape.height
    while level > 0, shape.nodes(level).count < Self.fewestItems { level -= 1 }
    let (top, items) = (level, shape.nodes(level))
    let pairCount = Atomic(0)
    parallelFor(items.count, workers: execution.workers, stop: execution.stop) { worker, queue in
      workspaces[worker].value.withLock { filter in
        execution.workspaces[worker].value.withLock { workspace in
          var walk = BoxTreeWalk(centroids, filter, workspace)
          walk.filter.pairCount = 0
          let all = walk.filter.candidates.begin(
            with: distinct, of: centroids, scale: frame.scale)
          while let item = queue.take() {
            _ = visit(items.lowerBound + item, level: top, from: all, &walk)
          }
          pairCount.add(walk.filter.pairCount, ordering: .relaxed)
          filter = walk.filter
          workspace = walk.workspace
        }
      }
    }
    return pairCount.load(ordering: .relaxed)
  }
}
