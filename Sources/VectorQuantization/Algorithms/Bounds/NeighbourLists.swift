internal import Synchronization

/// The neighbour lists of the current centroids, rebuilt for each pass while they are useful.
struct NeighbourLists<Scalar: VectorScalar>: ~Copyable, Sendable {
  private(set) var lists = Neighbours()
  /// The distances of each cluster's observations from its centroid.
  private let reach: ClusterReach
  private var searches: [Shared<RadiusSearch<Scalar>>] = []
  /// The number of passes to run without lists, and the number of consecutive failures.
  private var rest = 0
  private var failures = 0

  init(plan: TilePlan) {
    reach = ClusterReach(clusterCount: plan.clusterCount)
  }

  /// Discards the reach of all clusters.
  mutating func forget() { reach.clear() }

  /// Removes all lists; the next pass runs without them unless `find` is called.
  mutating func removeAll() { lists.removeAll() }

  /// Finds the neighbours of all centroids, at most the nearest `longest` of each.
  mutating func find(
    among codebook: PackedCodebook<Scalar>, longest: Int, _ execution: Execution<Scalar>
  ) {
    if rest > 0 {
      rest -= 1
      return
    }
    if searches.isEmpty {
      let k = reach.counts.count
      searches = (0..<execution.workers).map { _ in
        Shared(
          RadiusSearch(
            kernels: execution.kernels, tileRows: Kernels<Scalar>.screenRows,
            featureCount: codebook.featureCount, clusterCount: k))
      }
    }
    let radii = (0..<codebook.clusterCount).map { code -> Float in
      guard reach.counts[code] > 0 else { return 0 }
      let mean = Float(reach.sums[code] / Double(reach.counts[code]))
      return 2.1 * min(reach.maximum[code], 1.3 * mean)
    }
    lists.find(among: codebook, within: radii, longest: longest, searches: searches)
  }

  /// Collects the reach of the clusters from the workers.
  func collectReach(_ execution: Execution<Scalar>) {
    reach.clear()
    for workspace in execution.workspaces {
      workspace.value.withLock {
        reach.add($0.pruning.reach)
        $0.pruning.reach.clear()
      }
    }
  }

  /// Records the work of a pass; disables the lists for some passes if they settled few rows.
  ///
  /// The number of passes doubles with each consecutive failure, up to 16.
  ///
  /// - Parameter effort: The work of the pass; `nil` if there were no bounds before it.
  mutating func note(_ effort: PruningCounts?) {
    guard let effort, rest == 0, effort.open > 0 else { return }
    if effort.neighboured > effort.open / 4 {
      failures = 0
    } else {
      failures = min(failures + 1, 4)
      rest = 1 << failures
    }
  }
}
