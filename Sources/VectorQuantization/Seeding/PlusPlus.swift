extension Seeding {
  /// k-means++: each centroid is an observation drawn with a probability proportional to its
  /// (weighted) squared distance from the nearest centroid so far; of `trials` such draws, the one
  /// that leaves the smallest sum of squared distances.
  ///
  /// D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007.
  /// Distances are direct differences, since the law of the draw hangs on those near zero.
  ///
  /// Draws are made in batches. A pool of proposals is drawn by the law of the moment, and one dense
  /// pass finds the observations that each of them would take over. Centroids are then chosen from
  /// the pool one after the other, without another look at the observations: as the law changes with
  /// each, a proposal is accepted with the probability that its squared distance now bears to that
  /// when it was drawn, which makes an accepted one a draw by the law of now (J. von Neumann,
  /// "Various techniques used in connection with random digits", 1951). So the law is that of
  /// k-means++ exactly, while the observations are read a few dozen times in place of *k* times.
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

  /// As many observations as the plan has clusters, chosen so.
  func draft(trials: Int, using generator: inout Xoshiro256) -> Draft<Scalar> {
    let limit = min(Draft<Scalar>.maximumPool, trials * (plan.clusterCount / 2))
    var draft = Draft(self, poolLimit: max(trials, limit))
    choose([firstRow(using: &generator)], for: &draft)
    extend(&draft, trials: trials, using: &generator)
    return draft
  }

  /// Chooses further centroids, until there are as many as the plan has clusters.
  func extend(_ draft: inout Draft<Scalar>, trials: Int, using generator: inout Xoshiro256) {
    while draft.chosen.count < plan.clusterCount {
      if let stop, stop.isRaised { return }
      sumTiles(&draft)
      if execution.isStopped { return }
      guard draft.potential.total > 0 else {
        // Every observation lies on a centroid: what is left to choose are duplicates.
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

  /// Brings the pool to the law of now, and draws what is missing.
  ///
  /// - Returns: How many of the pool's proposals may be looked at together; fewer than `trials` if
  ///   memory does not hold the pairs of one centroid's trials.
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

  /// Chooses centroids from the first proposals of the pool, whose lists are there, as long as they
  /// last.
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
    // Trials for a centroid that the pool could not complete are draws by the law of now: they go
    // first in the next, where their acceptance is certain.
    let carried = accepted.map { proposal in
      let row = draft.pool[proposal].row
      return Proposal(row: row, squared: draft.potential.squared.span[row])
    }
    draft.pool.replaceSubrange(0..<proposalCount, with: carried)
  }

  /// Which of `trials` lowers the potential most; the first on a tie.
  ///
  /// What a trial lowered when the lists were made is an upper bound of what it lowers now, so few
  /// lists are added up anew. Both sums are of at most 2³² terms that are not negative, and each is
  /// rounded by less than 2⁻²¹ of itself; hence the slack.
  private func bestTrial(
    _ trials: [Int], _ lists: borrowing ProposalLists, _ potential: borrowing Potential
  )
    -> Int
  {
    let present = potential.squared.span
    var (best, maximum) = (trials[0], -Double.infinity)
    // Largest bound first, the earlier one on a tie.
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

  /// Chooses one centroid where the pairs of its trials are too many to keep: adds up what each
  /// trial would lower, and then looks again for the pairs of the best.
  private func chooseWithoutLists(_ draft: inout Draft<Scalar>, trials: Int) {
    let proposals = draft.pool.prefix(trials).map(\.row)
    draft.pool.removeFirst(trials)
    if trials == 1 { return choose(proposals, for: &draft) }
    let (best, density) = bestOfPass(proposals, draft)
    choose([proposals[best]], for: &draft)
    draft.density = density
  }
}
