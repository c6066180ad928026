internal import Synchronization

/// The screen of one fit, created if a search is expensive and adjusted in a few later passes.
///
/// A trial in passes 1, 2, 4 and 8 may choose another number of directions.
struct ScreenKeeper<Scalar: VectorScalar>: ~Copyable, Sendable {
  private let plan: TilePlan
  private let memoryLimit: Int
  private let policy: PruningPolicy
  /// All directions that were found, to choose from.
  private var wide: Subspace?
  private(set) var screen: Screen?
  private var projected: ProjectedCodebook
  private var passCount = 0
  /// Whether a trial showed that no screen would ever pay.
  private var isHopeless = false

  /// Creates a keeper without a screen.
  ///
  /// - Parameters:
  ///   - input: The observations.
  ///   - kernels: The kernels.
  ///   - options: The options of the fit, including the memory limit.
  ///   - isAutomatic: True to use a screen only if it is likely to pay.
  init(
    _ input: borrowing FitInput<Scalar>, kernels: Kernels<Scalar>, _ options: KMeans,
    isAutomatic: Bool
  ) {
    plan = input.plan
    memoryLimit = options.memoryLimit(rowCount: plan.rowCount)
    policy = PruningPolicy(
      isAutomatic: isAutomatic, clusterCount: plan.clusterCount, featureCount: plan.featureCount,
      denseTimeShare: kernels.denseTimeShare(plan))
    projected = ProjectedCodebook(capacity: 0, subspace: .line, kernels: Kernels(kernels.set))
  }

  /// Resets the number of passes, because another run begins.
  mutating func restart() { passCount = 0 }

  /// The length of a projected row.
  var width: Int { projected.subspace.width }

  /// The centroids' projections.
  var codebook: PackedProjections {
    @_lifetime(borrow self)
    get { projected.packed }
  }

  /// The cost of measuring a pair, in scores of a dense search.
  static func pairCost(_ featureCount: Int) -> Double { 8 + 160 / Double(featureCount) }

  /// Prepares for a pass.
  ///
  /// - Parameters:
  ///   - codebook: The current centroids.
  ///   - pass: The pass.
  ///   - codes: The codes of the previous pass, if there are any to start from.
  ///   - isBusy: Whether the last pass compared many rows in full.
  mutating func prepare(
    for codebook: PackedCodebook<Scalar>, _ pass: Pass<Scalar>, codes: [Int32]?,
    isBusy: Bool
  ) {
    passCount += 1
    if wantsTrial(continues: codes != nil, isBusy: isBusy) {
      let subspace = wide ?? wideSubspace(of: pass)
      let trial = RankTrial(
        of: pass, on: subspace, codes: codes, codebook: codebook, present: screen?.directionCount)
      wide = trial.subspace
      isHopeless = policy.rejects(trial.choice)
      if policy.accepts(trial.choice, pass: passCount) { putUp(Screen(of: pass, by: trial), pass) }
    }
    if screen == nil { return }
    projected.update(codebook, pass.execution)
  }

  /// Whether to try how many directions a screen should have.
  private func wantsTrial(continues: Bool, isBusy: Bool) -> Bool {
    guard !isHopeless, mostDirections >= RankChoice.minimum,
      policy.triesScreen(
        rowCount: plan.rowCount, directionCount: mostDirections, pass: passCount)
    else { return false }
    if passCount == 1 { return screen == nil }
    guard Self.trialPasses.contains(passCount), continues else { return false }
    return screen != nil || isBusy
  }

  /// The later passes that may begin with a trial.
  private static var trialPasses: Set<Int> { [2, 4, 8] }

  /// The maximum number of directions.
  ///
  /// More than a quarter of the features hardly ever pay. The memory limit applies too; it must
  /// also hold a residual and a norm per row.
  private var mostDirections: Int {
    let numbers = memoryLimit / MemoryLayout<Float>.size / max(1, plan.rowCount)
    return min(plan.featureCount / 4, PanelBasis.mostDirections, numbers - 4)
  }

  private func wideSubspace(of pass: Pass<Scalar>) -> Subspace {
    Subspace(
      leading: mostDirections, of: pass.input.observations, frame: pass.input.frame,
      pass.execution.team)
  }

  private mutating func putUp(_ screen: Screen, _ pass: Pass<Scalar>) {
    let (subspace, set) = (screen.projection.subspace, pass.execution.kernels.set)
    self.screen = screen
    projected = ProjectedCodebook(
      capacity: plan.clusterCount, subspace: subspace, kernels: Kernels(set))
    for workspace in pass.execution.workspaces {
      workspace.value.withLock {
        $0.pruning.screen = ScreenSearch(
          kernels: Kernels(set), subspace: subspace, tileRows: plan.tileRows,
          clusterCount: plan.clusterCount)
      }
    }
  }
}
