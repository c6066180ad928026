internal import Synchronization

/// Searches only where codes may have changed, using bounds kept from pass to pass.
///
/// The rows of a tile go through tests, each more expensive and more precise than the one before:
///
/// 1. The bounds test. G. Hamerly, "Making k-means even faster", SDM 2010: an observation keeps its
///    code if the upper bound on the distance to its centroid is below the lower bound on the
///    distance to all others. Such an observation is not even read.
/// 2. The distance test replaces the upper bound by the current distance to the centroid.
/// 3. The neighbour test measures the centroids near the row's own, one by one (`Neighbours`).
/// 4. The screen test measures the centroids that projections cannot rule out (`Screen`).
/// 5. The dense search compares all remaining rows with every centroid, in one batch.
///
/// `Hamerly`, `Screening` and `Automatic` differ in which of tests 3 and 4 they use.
struct BoundsPruning<Scalar: VectorScalar>: ~Copyable, Sendable {
  let plan: TilePlan
  private let stages: PruningStages
  private let denseTimeShare: Double
  /// Decides which tiles use bounds; `nil` if all do.
  private(set) var choice: PruningChoice?
  private(set) var bounds: ObservationBounds<Scalar>
  private(set) var neighbours: NeighbourLists<Scalar>
  var screens: ScreenKeeper<Scalar>
  /// Whether there are codes of an earlier pass to start from.
  private(set) var continues = false
  /// The work that the last pass did in each test.
  private(set) var counts = PruningCounts()

  /// Creates the state of a fit with a plan.
  init(
    _ plan: TilePlan, _ kernels: Kernels<Scalar>, stages: PruningStages,
    screens: consuming ScreenKeeper<Scalar>, choice: PruningChoice? = nil
  ) {
    self.plan = plan
    self.choice = choice
    denseTimeShare = kernels.denseTimeShare(plan)
    self.stages = stages
    self.screens = screens
    bounds = ObservationBounds(plan: plan)
    neighbours = NeighbourLists(plan: plan)
  }

  /// Discards everything that is known about the run.
  mutating func forget() {
    forgetBounds()
    screens.restart()
  }

  /// Discards the bounds; codes may be kept.
  mutating func forgetBounds() {
    bounds.forget()
    neighbours.forget()
  }

  /// Assigns every observation for the single run of a pass.
  mutating func assign(
    _ pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) -> [PassEffort] {
    wave.codebooks.pack(pass.slots, by: pass.execution.team)
    // Searches skip hidden centroids, so bounds on all other centroids would not hold.
    if wave.codebooks.hidesCentroids {
      forgetBounds()
      var dense = Lloyd<Scalar>()
      return dense.assign(pass, &wave, &codes)
    }
    let begin = ContinuousClock.now
    prepare(pass, wave, codes)
    let preparation = ContinuousClock.now - begin
    let efforts = run(pass, &wave, &codes)
    choice?.note(
      counts.times,
      preparation: preparation / .nanoseconds(1) * Double(pass.execution.workers)
        / Double(plan.rowCount))
    return efforts
  }

  /// Prepares for a pass.
  ///
  /// The centroids may have moved, and are packed.
  private mutating func prepare(
    _ pass: Pass<Scalar>, _ wave: borrowing Wave<Scalar>, _ codes: borrowing Codes
  ) {
    let codebook = wave.codebooks.packed(pass.slots[0])
    continues = codes.areThose(of: codebook.clusterCount)
    if !continues { forget() }
    bounds.follow(codebook, rowCount: plan.rowCount)
    if !bounds.areKnown { neighbours.forget() }
    neighbours.removeAll()
    let usesLists = choice?.usesLists ?? true
    if stages.contains(.neighbours), continues, bounds.areKnown, usesLists,
      codebook.clusterCount >= 16
    {
      neighbours.find(among: codebook, longest: neighbourLimit, pass.execution)
    }
    if stages.contains(.screen) {
      let isBusy = neighbours.lists.isEmpty && counts.dense + counts.plain > plan.rowCount / 8
      screens.prepare(
        for: codebook, pass, codes: continues ? codes.all : nil, isBusy: isBusy)
    }
    choice?.begin(
      PruningChoice.PassState(
        hasBounds: bounds.areKnown, usesScreen: screens.screen != nil))
    bounds.expect()
  }

  /// Runs the prepared pass.
  private mutating func run(
    _ pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) -> [PassEffort] {
    let clusterCount = wave.codebooks.clusterCounts[pass.slots[0]]
    pass.run(by: self, &wave, &codes)
    counts = pass.execution.collectCounts()
    neighbours.collectReach(pass.execution)
    neighbours.note(bounds.wereKnown ? counts : nil)
    return [effort(clusterCount: clusterCount)]
  }

  /// The effort of the last pass.
  private func effort(clusterCount: Int) -> PassEffort {
    let (n, k) = (Double(plan.rowCount), Double(clusterCount))
    let width = Double(screens.width) / Double(plan.featureCount)
    let algorithm: KMeans.Algorithm =
      counts.plain > plan.rowCount / 2 ? .lloyd : counts.projected > 0 ? .screening : .hamerly
    return PassEffort(
      algorithm: algorithm,
      distanceCount: counts.distanceCount(clusterCount: k) + Double(counts.projected) * k * width,
      fullDistanceCount: n * k)
  }

  /// The number of pairs, measured one by one, that cost as much as a dense search of one row.
  var pairLimit: Int { pairLimit(share: denseTimeShare) }

  /// The number of pairs, measured one by one, that cost as much as a share of a dense search of one
  /// row in the scalar.
  private func pairLimit(share: Double) -> Int {
    let pairs = Double(plan.clusterCount) / ScreenKeeper<Scalar>.pairCost(plan.featureCount)
    return max(2, Int(pairs * share))
  }

  /// The number of pairs, measured one by one, that cost as much as the test that follows.
  var neighbourLimit: Int {
    guard let screen = screens.screen else { return pairLimit }
    return pairLimit(share: min(denseTimeShare, screen.cost))
  }
}

/// The optional tests between the distance test and the dense search.
struct PruningStages: OptionSet, Sendable {
  let rawValue: Int
  static let neighbours = PruningStages(rawValue: 1)
  static let screen = PruningStages(rawValue: 2)
}

extension Execution {
  /// Collects the counts of a pruned pass from the workers, and resets them.
  func collectCounts() -> PruningCounts {
    var counts = PruningCounts()
    for workspace in workspaces {
      workspace.value.withLock {
        counts.add($0.pruning.counts)
        $0.pruning.counts = PruningCounts()
      }
    }
    return counts
  }
}
