extension Seeding {
  /// k-means||: chooses many observations in each of a few rounds, then picks the centroids among
  /// them.
  ///
  /// A round chooses each observation independently, with a probability proportional to its
  /// (weighted) squared distance from the observations chosen before. Greedy k-means++ then picks
  /// the centroids among the chosen observations. Each of these has the weight of the observations
  /// nearest to it.
  ///
  /// B. Bahmani, B. Moseley, A. Vattani, R. Kumar and S. Vassilvitskii, "Scalable k-means++", PVLDB
  /// 5(7), 2012. Whether an observation is chosen depends only on the round's key, its row number
  /// and its share of the potential. So it does not matter which worker or machine holds it, or in
  /// which order the observations are read.
  ///
  /// - Complexity: O(*n* · *k* · *d*) for each of the rounds.
  func parallelPlusPlus(using generator: inout Xoshiro256) -> Start<Scalar> {
    let (candidates, weights) = candidates(using: &generator)
    if execution.isStopped { return start(at: candidates) }
    if candidates.count > plan.clusterCount {
      let best = centers(of: rows(candidates), weights: weights, using: &generator)
      return start(at: best.map { candidates[$0] })
    }
    // Too few candidates: take all of them, and draw the missing centroids one by one.
    var draft = Draft(self)
    choose(candidates, for: &draft)
    extend(&draft, trials: 1, using: &generator)
    return start(at: draft.chosen)
  }

  /// The observations that the rounds choose, without copies, and the weight of the observations
  /// nearest to each.
  ///
  /// If the execution is stopped, these are the observations chosen so far, without weights.
  private func candidates(using generator: inout Xoshiro256) -> (rows: [Int], weights: [Double]) {
    var draft = Draft(self)
    choose([firstRow(using: &generator)], for: &draft)
    for _ in 0..<Self.rounds where !execution.isStopped {
      sumTiles(&draft)
      let key = generator.next()
      choose(chosenRows(by: draft.potential, key: key), for: &draft)
    }
    if execution.isStopped { return (draft.chosen, []) }
    let weights = weights(ofCandidates: draft)
    let weighted = draft.chosen.indices.filter { weights[$0] > 0 }
    return (weighted.map { draft.chosen[$0] }, weighted.map { weights[$0] })
  }

  /// According to the paper, more than five rounds of 2 *k* bring little improvement.
  private static var rounds: Int { 5 }
  private static var oversampling: Double { 2 }

  /// The observations that one round chooses.
  private func chosenRows(by potential: borrowing Potential, key: UInt64) -> [Int] {
    let wanted = Self.oversampling * Double(plan.clusterCount)
    var chosen: [Int] = []
    forEachTile { rows in
      for row in rows {
        var mix = SplitMix64(seed: key &+ UInt64(row) &* 0xD134_2543_DE82_EF95)
        let uniform = Double(mix.next() >> 11) * 0x1p-53
        let share = potential.squared.span[row] * weight(row)
        if uniform * potential.total < wanted * share { chosen.append(row) }
      }
    }
    return chosen
  }

  /// For each candidate, the total weight of the observations nearest to it.
  private func weights(ofCandidates draft: borrowing Draft<Scalar>) -> [Double] {
    var weights = [Double](repeating: 0, count: draft.chosen.count)
    let codes = draft.potential.codes.span
    forEachTile { rows in
      // Of two candidates that are equally near, either may count.
      for row in rows { weights[Int(max(codes[row], ~codes[row]))] += weight(row) }
    }
    return weights
  }

  /// The numbers of the candidates that greedy k-means++ picks.
  private func centers(
    of candidates: Matrix<Scalar>, weights: [Double], using generator: inout Xoshiro256
  ) -> [Int] {
    // Only the ratios of the weights matter, and they must fit the scalar type.
    let maximum = weights.reduce(0, max)
    let shares = weights.map { max($0 / maximum, .leastNormalMagnitude) }
    let plan = TilePlan(
      rowCount: candidates.rowCount, featureCount: plan.featureCount,
      clusterCount: plan.clusterCount, scalarSize: MemoryLayout<Scalar>.size)
    let seeding = Seeding(
      FitInput(
        ObservationTiles(candidates.span), weights: shares.span, frame: frame, plan: plan),
      execution)
    let draft = seeding.draft(trials: greedyTrials, using: &generator)
    return draft.chosen
  }
}
