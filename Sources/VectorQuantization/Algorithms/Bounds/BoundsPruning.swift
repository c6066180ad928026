internal import Synchronization

/// Looks only where codes may have changed, by bounds kept from pass to pass.
///
/// A tile goes through sieves, each dearer than the one before and finer:
///
/// 1. Bounds kept from earlier passes. G. Hamerly, "Making k-means even faster", SDM 2010: an
///    observation whose upper bound on the distance to its centroid is below its lower bound on the
///    distance to all others keeps its code. It is not even read.
/// 2. The distance to its centroid as it is now, in place of the upper bound.
/// 3. The centroids near its own, one by one (`Neighbours`).
/// 4. The centroids that a look at a few directions cannot rule out (`Screen`).
/// 5. Every centroid, for all rows that are left in one batch.
///
/// Which of 3 and 4 are used is what distinguishes `Hamerly`, `Screening` and `Automatic`.
struct BoundsPruning<Scalar: VectorScalar>: ~Copyable, Sendable {
  private let plan: TilePlan
  private let sieves: Sieves
  private(set) var bounds: ObservationBounds<Scalar>
  private(set) var neighbours: NeighbourLists<Scalar>
  var screens: ScreenKeeper<Scalar>
  /// Whether codes of a pass before are there to start from.
  private(set) var continues = false
  /// What the last pass left to do.
  private(set) var counts = PruningCounts()

  init(_ plan: TilePlan, sieves: Sieves, screens: consuming ScreenKeeper<Scalar>) {
    self.plan = plan
    self.sieves = sieves
    self.screens = screens
    bounds = ObservationBounds(plan: plan)
    neighbours = NeighbourLists(plan: plan)
  }

  /// Forgets everything.
  mutating func forget() {
    forgetBounds()
    screens.restart()
  }

  /// Forgets what bounds say; codes may be kept.
  mutating func forgetBounds() {
    bounds.forget()
    neighbours.forget()
  }

  /// Assigns every observation for the one run of a pass.
  mutating func assign(
    _ pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) -> [PassEffort] {
    wave.codebooks.pack(pass.slots, by: pass.execution.team)
    // What is said of all other centroids would not hold for those that a search passes over.
    if wave.codebooks.hidesCentroids {
      forgetBounds()
      var dense = Lloyd<Scalar>()
      return dense.assign(pass, &wave, &codes)
    }
    prepare(pass, wave, codes)
    return run(pass, &wave, &codes)
  }

  /// Prepares for a pass to centroids that may have moved, and are packed.
  mutating func prepare(
    _ pass: Pass<Scalar>, _ wave: borrowing Wave<Scalar>, _ codes: borrowing Codes
  ) {
    let codebook = wave.codebooks.packed(pass.slots[0])
    continues = codes.areThose(of: codebook.clusterCount)
    if !continues { forget() }
    bounds.follow(codebook, rowCount: plan.rowCount)
    if !bounds.areKnown { neighbours.forget() }
    neighbours.removeAll()
    if sieves.contains(.neighbours), continues, bounds.areKnown, codebook.clusterCount >= 16 {
      neighbours.find(among: codebook, longest: neighbourLimit, pass.execution)
    }
    if sieves.contains(.screen) {
      let isBusy = neighbours.lists.isEmpty && counts.dense > plan.rowCount / 8
      screens.prepare(
        for: codebook, pass, codes: continues ? codes.all : nil, isBusy: isBusy)
    }
    bounds.expect()
  }

  /// Runs the pass that was prepared.
  mutating func run(
    _ pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) -> [PassEffort] {
    let clusterCount = wave.codebooks.clusterCounts[pass.slots[0]]
    pass.run(by: self, &wave, &codes)
    counts = pass.execution.collectCounts()
    neighbours.collectReach(pass.execution)
    neighbours.note(bounds.wereKnown ? counts : nil)
    return [effort(clusterCount: clusterCount)]
  }

  /// What the last pass did.
  private func effort(clusterCount: Int) -> PassEffort {
    let (n, k) = (Double(plan.rowCount), Double(clusterCount))
    let width = Double(screens.width) / Double(plan.featureCount)
    return PassEffort(
      algorithm: counts.projected > 0 ? .screening : .hamerly,
      distanceCount: counts.distanceCount(clusterCount: k) + Double(counts.projected) * k * width,
      fullDistanceCount: n * k)
  }

  /// Pairs, measured one by one, that take as long as a row's comparison with every centroid.
  var pairLimit: Int {
    max(2, Int(Double(plan.clusterCount) / ScreenKeeper<Scalar>.pairCost(plan.featureCount)))
  }

  /// Pairs that take as long as what comes after a look at the neighbours.
  var neighbourLimit: Int {
    guard let screen = screens.screen else { return pairLimit }
    return max(2, Int(Double(pairLimit) * screen.cost))
  }
}

/// The sieves between bounds and a full comparison.
struct Sieves: OptionSet, Sendable {
  let rawValue: Int
  static let neighbours = Sieves(rawValue: 1)
  static let screen = Sieves(rawValue: 2)
}

extension Execution {
  /// Takes from the workers what they did in a pass that searched by bounds.
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
