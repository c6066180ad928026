internal import Synchronization

extension Pruning {
  /// Puts up a screen where there is none and much to search, and looks now and then whether another
  /// number of directions would do better.
  mutating func prepareScreen(
    for codebook: PackedCodebook<Scalar>, _ pass: Pass<Scalar>, margin: Margin, codes: [Int32],
    workspaces: [Workspace<Scalar>]
  ) {
    let workers = workspaces.count
    passCount += 1
    if wantsTrial {
      let trial = RankTrial(
        of: pass, on: wide ?? wideSubspace(of: pass, workers: workers),
        codes: continues ? codes : nil, codebook: codebook, margin: margin,
        present: screen?.directionCount, pairCost: pairCost)
      wide = trial.subspace
      if policy.accepts(trial.choice, pass: passCount) {
        setScreen(Screen(of: pass, by: trial, workers: workers), workspaces)
      }
    }
    if screen == nil { return }
    projectedCodebook.update(
      codebook.centroids, frame: pass.frame, kernels: kernels, workers: workers)
  }

  /// Whether to try how many directions a screen should have.
  private var wantsTrial: Bool {
    guard mostDirections >= RankChoice.least else { return false }
    guard
      policy.triesScreen(
        rowCount: plan.rowCount, directionCount: mostDirections, pass: passCount)
    else { return false }
    if passCount == 1 { return screen == nil }
    guard Self.trialPasses.contains(passCount), continues else { return false }
    return screen != nil || (neighbours.isEmpty && tally.dense > plan.rowCount / 8)
  }

  /// Later passes that may begin with a trial.
  private static var trialPasses: Set<Int> { [2, 4, 8] }

  /// More directions than a quarter of all are hardly ever worth it; and memory has its limit, where
  /// a residual and a norm are kept too.
  private var mostDirections: Int {
    let numbers = memoryLimit / MemoryLayout<Float>.size / max(1, plan.rowCount)
    return min(plan.featureCount / 4, PanelBasis.mostDirections, numbers - 4)
  }

  private func wideSubspace(of pass: Pass<Scalar>, workers: Int) -> Subspace {
    Subspace(
      leading: mostDirections, of: pass.observations, frame: pass.frame, kernels: kernels.set,
      workers: workers)
  }

  private mutating func setScreen(_ screen: Screen, _ workspaces: [Workspace<Scalar>]) {
    let subspace = screen.projection.subspace
    self.screen = screen
    projectedCodebook = ProjectedCodebook(
      capacity: plan.clusterCount, subspace: subspace, kernels: Kernels(kernels.set))
    for workspace in workspaces {
      workspace.value.withLock {
        $0.pruning.screen = ScreenSearch(
          kernels: Kernels(kernels.set), subspace: subspace, tileRows: plan.tileRows,
          clusterCount: plan.clusterCount)
      }
    }
  }
}
