internal import Synchronization

/// What is kept of every observation of one run between iterations, so that the next need not look
/// at most of them.
///
/// Eight bytes an observation: an upper bound on the distance to its centroid, and a lower bound on
/// the distance to all others, as `Drift` has them written down.
struct Pruning<Scalar: VectorScalar>: ~Copyable {
  let plan: TilePlan
  let kernels: Kernels<Scalar>
  // Empty until the first pass that prunes.
  private var uppers: [Float] = []
  private var lowers: [Float] = []
  private var drift: Drift<Scalar>
  private(set) var neighbours = Neighbours()
  private let usesGroups: Bool
  private let usesNeighbours: Bool
  private let usesScreen: Bool
  let memoryLimit: Int
  /// All directions that were found, to choose from.
  var wide: Subspace?
  var screen: Screen?
  var projectedCodebook: ProjectedCodebook
  var passCount = 0
  private var groups: CentroidGroups<Scalar>
  private var searches: [Shared<PairSearch<Scalar>>] = []
  private var reach: ClusterReach
  /// Whether codes of the pass before are there to start from.
  private(set) var continues = false
  private(set) var policy: PruningPolicy
  /// How many centroids the codes there are were found among.
  private var clusterCount: Int
  /// Whether bounds say anything.
  private var hasBounds = false
  /// Whether they did before the last pass.
  private var hadBounds = false
  /// For how many passes lists of neighbours are not made, and how often they were of no use.
  private var neighbourRest = 0
  private var neighbourFailures = 0
  /// When preparations for the last pass were over.
  private var searchBegin = ContinuousClock.now
  /// What the last pass left to do.
  private(set) var tally = PruningTally()

  init(plan: TilePlan, kernels: Kernels<Scalar>, algorithm: KMeans.Algorithm, memoryLimit: Int) {
    self.plan = plan
    self.memoryLimit = memoryLimit
    self.kernels = kernels
    usesGroups = algorithm == .yinyang
    usesNeighbours = algorithm == .hamerly || algorithm == .automatic
    projectedCodebook = ProjectedCodebook(
      capacity: 0, subspace: .line, kernels: Kernels(kernels.set))
    usesScreen = algorithm == .screening || algorithm == .automatic
    let groupCount = usesGroups ? Self.groupCount(clusterCount: plan.clusterCount) : 0
    groups = CentroidGroups(
      count: groupCount, clusterCount: usesGroups ? plan.clusterCount : 0,
      featureCount: plan.featureCount)
    drift = Drift(clusterCount: plan.clusterCount, featureCount: plan.featureCount)
    reach = ClusterReach(clusterCount: plan.clusterCount)
    clusterCount = plan.clusterCount
    policy = PruningPolicy(
      isAutomatic: algorithm == .automatic, clusterCount: plan.clusterCount,
      featureCount: plan.featureCount)
  }

  /// Whether the next pass should prune.
  mutating func wantsPass(movedCount: Int?) -> Bool {
    policy.prunes(movedCount: movedCount, of: plan.rowCount)
  }

  /// Takes in what a pass took that pruned.
  mutating func note(_ time: Duration) {
    if hadBounds {
      policy.notePruned(time)
    } else if tally.dense > plan.rowCount / 2 {
      // It compared everything, and wrote down bounds.
      policy.noteDense(ContinuousClock.now - searchBegin)
    }
  }

  /// Takes in what a pass took that did not prune.
  mutating func noteDense(_ time: Duration) { policy.noteDense(time) }

  /// Takes in that a pass to so many centroids does not prune, but finds codes.
  mutating func skipPass(clusterCount: Int) {
    // Codes of another number of centroids would look like these if as many are left by then.
    self.clusterCount = clusterCount
    forget(keepsCodes: true)
  }

  /// Forgets everything; the next pass starts from codes if there are any.
  mutating func forget(keepsCodes: Bool) {
    continues = keepsCodes
    if !keepsCodes { passCount = 0 }
    guard hasBounds else { return }
    hasBounds = false
    for index in uppers.indices { uppers[index] = .infinity }
    for index in lowers.indices { lowers[index] = -.infinity }
    reach.clear()
  }

  /// Prepares for a pass to centroids that may have moved.
  mutating func prepare(
    for codebook: PackedCodebook<Scalar>, _ pass: Pass<Scalar>, margin: Margin, codes: [Int32],
    workspaces: [Workspace<Scalar>]
  ) {
    let (frame, workers) = (pass.frame, workspaces.count)
    if codebook.clusterCount != clusterCount {
      // Codes are not what they were.
      clusterCount = codebook.clusterCount
      forget(keepsCodes: false)
    }
    if hasBounds && !drift.follow(codebook.centroids, scale: frame.scale) {
      forget(keepsCodes: continues)
    }
    if uppers.isEmpty {
      uppers = Array(repeating: .infinity, count: plan.rowCount)
      lowers = Array(repeating: -.infinity, count: plan.rowCount * max(1, groups.count))
    }
    if !hasBounds { drift.restart(at: codebook.centroids) }
    if usesGroups {
      prepareGroups(codebook, frame: frame)
    } else {
      if usesNeighbours { findNeighbours(of: codebook, frame: frame, workers: workers) }
      if usesScreen {
        prepareScreen(for: codebook, pass, margin: margin, codes: codes, workspaces: workspaces)
      }
    }
    (hadBounds, hasBounds) = (hasBounds, true)
    searchBegin = ContinuousClock.now
  }

  private mutating func prepareGroups(_ codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>) {
    if !groups.isDivided(codebook.clusterCount) { groups.divide(codebook.centroids) }
    if hasBounds { groups.follow(drift.moves) } else { groups.restart() }
    groups.pack(codebook.centroids, frame: frame, kernels: kernels)
  }

  /// Groups of a panel at least, as many as 64 bytes an observation hold the bounds of.
  private static func groupCount(clusterCount: Int) -> Int {
    max(4, min(12, clusterCount / PackedPanel.width / 4 * 4))
  }

  private mutating func findNeighbours(
    of codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>, workers: Int
  ) {
    neighbours.removeAll()
    let k = codebook.clusterCount
    guard continues, hasBounds, k >= 16 else { return }
    if neighbourRest > 0 {
      neighbourRest -= 1
      return
    }
    if searches.isEmpty {
      let (plan, kernels) = (plan, kernels)
      searches = (0..<workers).map { _ in
        Shared(
          PairSearch(
            kernels: kernels, tileRows: Kernels<Scalar>.screenRows, featureCount: plan.featureCount,
            clusterCount: plan.clusterCount))
      }
    }
    let radii = (0..<k).map { code -> Float in
      guard reach.counts[code] > 0 else { return 0 }
      let mean = Float(reach.sums[code] / Double(reach.counts[code]))
      return 2.1 * min(reach.greatest[code], 1.3 * mean)
    }
    neighbours.find(
      among: codebook, within: radii, longest: neighbourLimit, frame: frame, searches: searches)
  }

  /// Pairs, measured one by one, that take as long as a row's comparison with every centroid.
  private var pairLimit: Int {
    max(2, Int(Double(plan.clusterCount) / pairCost))
  }

  /// Pairs that take as long as what comes after a look at the neighbours.
  private var neighbourLimit: Int {
    guard let screen else { return pairLimit }
    return max(2, Int(Double(pairLimit) * screen.cost))
  }

  /// What it costs to measure a pair, in scores of a dense search.
  var pairCost: Double { 8 + 160 / Double(plan.featureCount) }

  /// Runs the pass that was prepared.
  mutating func run(
    _ pass: Pass<Scalar>, margin: Margin, _ wave: inout Wave<Scalar>, slot: Int,
    codes: inout [Int32], workspaces: [Workspace<Scalar>], stop: StopFlag?
  ) -> PassEffort {
    var distances: [Scalar] = []
    if usesGroups {
      _ = pass.run(
        by: groupSearch(), margin: margin, &wave, slots: [slot], codes: &codes,
        distances: &distances, workspaces: workspaces, stop: stop)
    } else {
      _ = pass.run(
        by: search(), margin: margin, &wave, slots: [slot], codes: &codes,
        distances: &distances, workspaces: workspaces, stop: stop)
    }
    finishPass(workspaces)
    return effort
  }

  /// What the last pass did.
  private var effort: PassEffort {
    let (n, k) = (Double(plan.rowCount), Double(clusterCount))
    let width = Double(projectedCodebook.subspace.width) / Double(plan.featureCount)
    let distances =
      Double(tally.dense) * k + Double(tally.contested + tally.pairs + tally.grouped)
      + Double(tally.projected) * k * width
    let algorithm: KMeans.Algorithm =
      usesGroups ? .yinyang : tally.projected > 0 ? .screening : .hamerly
    return PassEffort(
      algorithm: algorithm, distanceCount: distances, fullDistanceCount: n * k)
  }

  @_lifetime(&self)
  private mutating func groupSearch() -> GroupSearch<Scalar> {
    let (kernels, continues) = (kernels, continues)
    return GroupSearch(
      kernels: kernels, uppers: DisjointTiles(uppers.mutableSpan),
      lowers: DisjointTiles(lowers.mutableSpan), travelled: drift.travelled.span,
      travelledAbove: drift.travelledAbove.span, groups: groups.loans(), continues: continues)
  }

  @_lifetime(&self)
  private mutating func search() -> PrunedSearch<Scalar> {
    let (kernels, neighbours) = (kernels, neighbours)
    let (pairLimit, neighbourLimit) = (pairLimit, neighbourLimit)
    let (greatest, continues, projection) = (drift.greatest, continues, screen?.projection)
    return PrunedSearch(
      kernels: kernels, uppers: DisjointTiles(uppers.mutableSpan),
      lowers: DisjointTiles(lowers.mutableSpan), travelled: drift.travelled.span,
      thresholds: drift.thresholds.span, greatest: greatest, neighbours: neighbours,
      projection: projection, projectedCodebook: projectedCodebook.packed,
      pairLimit: pairLimit, neighbourLimit: neighbourLimit, continues: continues)
  }

  /// Lets the lists of neighbours rest for a while if they served few observations: the longer, the
  /// more often.
  private mutating func judgeNeighbours() {
    guard hadBounds, neighbourRest == 0, tally.open > 0 else { return }
    if tally.neighboured > tally.open / 4 {
      neighbourFailures = 0
    } else {
      neighbourFailures = min(neighbourFailures + 1, 4)
      neighbourRest = 1 << neighbourFailures
    }
  }

  /// Takes in what the workers found in the pass.
  private mutating func finishPass(_ workspaces: [Workspace<Scalar>]) {
    tally = PruningTally()
    reach.clear()
    for workspace in workspaces {
      workspace.value.withLock { scratch in
        tally.add(scratch.pruning.tally)
        reach.add(scratch.pruning.reach)
        scratch.pruning.tally = PruningTally()
        scratch.pruning.reach.clear()
      }
    }
    judgeNeighbours()
    continues = true
  }
}
