extension Seeding {
  /// k-means++: draws each centroid among the observations, preferring those far from all centroids
  /// so far.
  ///
  /// The probability of an observation is proportional to its (weighted) squared distance from the
  /// nearest centroid. Of `trials` draws for each centroid, the one that leaves the smallest sum of
  /// squared distances becomes the centroid.
  ///
  /// D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007.
  /// Distances are computed from direct differences, because the distribution depends on distances
  /// near zero.
  ///
  /// Draws are made in batches. A pool of proposals is drawn from the current distribution. One
  /// dense pass then finds the observations that each proposal would take over. Centroids are
  /// chosen from the pool one after the other, without reading the observations again. Each chosen
  /// centroid changes the distribution. So a proposal is accepted with the probability (its squared
  /// distance now) / (its squared distance when it was drawn). An accepted proposal is then a draw
  /// from the current distribution (J. von Neumann, "Various techniques used in connection with
  /// random digits", 1951). So the distribution is exactly that of k-means++, but the observations
  /// are read a few dozen times instead of *k* times.
  ///
  /// - Complexity: O(*n* · *k* · *d* · trials), at the speed of a dense assignment.
  func plusPlus(trials: Int, using generator: inout Xoshiro256) -> Start<Scalar> {
    let draft = draft(trials: trials, using: &generator)
    var start = start(at: draft.chosen)
    if execution.isStopped { return start }
    settleCodes(of: draft, start.centroids)
    start.codes = Array(draft.potential.codes.span)
    return start
  }

  /// Chooses as many observations as the plan has clusters, by k-means++.
  func draft(trials: Int, using generator: inout Xoshiro256) -> Draft<Scalar> {
    let limit = min(Draft<Scalar>.maximumPool, trials * (plan.clusterCount / 2))
    var draft = Draft(self, poolLimit: max(trials, limit))
    choose([firstRow(using: &generator)], for: &draft)
    extend(&draft, trials: trials, using: &generator)
    return draft
  }

  /// Chooses more centroids, until there are as many as the plan has clusters.
  func extend(_ draft: inout Draft<Scalar>, trials: Int, using generator: inout Xoshiro256) {
    while draft.chosen.count < plan.clusterCount {
      if let stop, stop.isRaised { return }
      sumTiles(&draft)
      if execution.isStopped { return }
      guard draft.potential.total > 0 else {
        // Every observation lies on a centroid: only duplicates are left to choose.
        let count = plan.clusterCount - draft.chosen.count
        draft.chosen += unchosenRows(count, besides: draft.chosen, using: &generator)
        return
      }
      let size = fillPool(&draft, trials: trials, using: &generator)
      if size < trials {
        chooseWithoutLists(&draft, trials: trials)
      } else if findPairs(&draft, proposalCount: size) {
        chooseFromLists(&draft, proposalCount: size, trials: trials, using: &generator)
      }
    }
  }

  /// Adapts the pool to the current distribution, and draws the missing proposals.
  ///
  /// - Returns: The number of proposals to process in one pass; fewer than `trials` if memory
  ///   cannot hold the pairs of one centroid's trials.
  private func fillPool(
    _ draft: inout Draft<Scalar>, trials: Int, using generator: inout Xoshiro256
  ) -> Int {
    let left = draft.pool
    draft.pool.removeAll(keepingCapacity: true)
    for proposal in left where draft.potential.accepts(proposal, using: &generator) {
      draft.pool.append(
        Proposal(row: proposal.row, squared: draft.potential.squared.span[proposal.row]))
    }
    let missing = plan.clusterCount - draft.chosen.count
    let steps = min(missing, max(1, draft.chosen.count / 2))
    let affordable = Int(min(Double(pairLimit) / max(1, draft.density), 1e9))
    let size = min(steps * trials, draft.poolLimit, affordable)
    while draft.pool.count < max(size, trials) {
      let row = draw(from: draft.potential, plan: draft.plan, using: &generator)
      draft.pool.append(Proposal(row: row, squared: draft.potential.squared.span[row]))
    }
    return size
  }

  /// Chooses centroids from the first proposals of the pool, whose lists are known, until they are
  /// used up.
  private func chooseFromLists(
    _ draft: inout Draft<Scalar>, proposalCount: Int, trials: Int,
    using generator: inout Xoshiro256
  ) {
    var accepted: [Int] = []
    for proposal in 0..<proposalCount {
      if draft.chosen.count == plan.clusterCount { return }
      if draft.potential.accepts(draft.pool[proposal], using: &generator) {
        accepted.append(proposal)
      }
      guard accepted.count == trials else { continue }
      let best = trials == 1 ? proposal : bestTrial(accepted, draft.lists, draft.potential)
      draft.potential.lower(
        by: best, of: draft.lists, code: Int32(draft.chosen.count), roundoff: roundoff)
      draft.chosen.append(draft.pool[best].row)
      accepted.removeAll(keepingCapacity: true)
    }
    // Trials of an incomplete centroid are draws from the current distribution. They become the
    // first proposals of the next pool, which accepts them with certainty.
    let carried = accepted.map { proposal in
      let row = draft.pool[proposal].row
      return Proposal(row: row, squared: draft.potential.squared.span[row])
    }
    draft.pool.replaceSubrange(0..<proposalCount, with: carried)
  }

  /// The trial that lowers the potential most; the first on a tie.
  ///
  /// The reduction of a trial when the lists were made is an upper bound of its reduction now, so
  /// few lists are added up again. Both sums have at most 2³² terms that are not negative, and each
  /// sum has a relative rounding error below 2⁻²¹: the slack covers both.
  private func bestTrial(
    _ trials: [Int], _ lists: borrowing ProposalLists, _ potential: borrowing Potential
  )
    -> Int
  {
    let present = potential.squared.span
    var (best, maximum) = (trials[0], -Double.infinity)
    // The largest bound first; on a tie, the earlier trial.
    let order = trials.sorted { (lists.bounds[$0], $1) > (lists.bounds[$1], $0) }
    for trial in order {
      if lists.bounds[trial] * (1 + 0x1p-19) < maximum { break }
      let reduction = reduction(
        lists.rows(trial), lists.squared(trial), present: present)
      if reduction > maximum || (reduction == maximum && trial < best) {
        (best, maximum) = (trial, reduction)
      }
    }
    return best
  }

  /// Chooses one centroid if memory cannot hold the pairs of its trials.
  ///
  /// Adds up the reduction of each trial without keeping pairs, then finds the pairs of the best
  /// trial again.
  private func chooseWithoutLists(_ draft: inout Draft<Scalar>, trials: Int) {
    let proposals = draft.pool.prefix(trials).map(\.row)
    draft.pool.removeFirst(trials)
    if trials == 1 { return choose(proposals, for: &draft) }
    let (best, density) = bestOfPass(proposals, draft)
    choose([proposals[best]], for: &draft)
    draft.density = density
  }
}
