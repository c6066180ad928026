internal import Synchronization

/// The lists of neighbours of the present centroids, made anew for each pass while they are of use.
struct NeighbourLists<Scalar: VectorScalar>: ~Copyable, Sendable {
  private(set) var lists = Neighbours()
  /// How far the observations of each cluster reach.
  private let reach: ClusterReach
  private var searches: [Shared<RadiusSearch<Scalar>>] = []
  /// For how many passes lists are not made, and how often they were of no use.
  private var rest = 0
  private var failures = 0

  init(plan: TilePlan) {
    reach = ClusterReach(clusterCount: plan.clusterCount)
  }

  /// Forgets how far clusters reach.
  mutating func forget() { reach.clear() }

  /// Makes no lists for the pass to come.
  mutating func removeAll() { lists.removeAll() }

  /// Finds the neighbours of all centroids, the nearest `longest` of each.
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

  /// Takes from the workers how far clusters reach now.
  func collectReach(_ execution: Execution<Scalar>) {
    reach.clear()
    for workspace in execution.workspaces {
      workspace.value.withLock {
        reach.add($0.pruning.reach)
        $0.pruning.reach.clear()
      }
    }
  }

  /// Takes in what the workers did in a pass, and lets lists rest for a while if they served few
  /// observations: the longer, the more often.
  ///
  /// - Parameter effort: What the pass did; `nil` if there were no bounds before it.
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
