internal import VQSelection
internal import VectorQuantization

/// Fits every number of clusters, and computes the requested scores.
struct SelectionJob: Sendable {
  let scores: [Score]
  /// The maximum number of observations for the silhouette and the gap statistic.
  let sampleCount: Int
  let referenceCount: Int
  let foldCount: Int
  let significance: Double
  /// The search, with a seed; its number of clusters is a placeholder.
  var search: KMeans

  /// The scores that are computed from each fit, one value for each number of clusters.
  private struct SweepScores {
    var inertia: [Double?] = []
    var calinskiHarabasz: [Double?] = []
    var daviesBouldin: [Double?] = []
    var simplifiedSilhouette: [Double?] = []
    var bic: [Double?] = []
    var silhouette: [Double?] = []
  }

  /// The scores that need a fit for each number of clusters.
  private static let sweepScores = Score.cheap + [.silhouette]

  /// Computes all scores for the ascending `clusterCounts`, and notes the durations in `clock`.
  func select<Scalar: VectorScalar>(
    from observations: MatrixSpan<Scalar>, clusterCounts: [Int], line: ProgressLine,
    clock: inout PhaseClock
  ) throws(ClusteringError) -> Selection {
    var selection = Selection(clusterCounts: clusterCounts)
    if scores.contains(where: Self.sweepScores.contains) {
      try sweep(observations, into: &selection, line: line, clock: &clock)
    }
    if scores.contains(.gap) {
      try addGap(of: observations, to: &selection, line: line)
      clock.note(Score.gap.key)
    }
    if scores.contains(.heldOut) {
      try addHeldOut(observations, to: &selection, line: line)
      clock.note(Score.heldOut.key)
    }
    for (score, criterion) in splittingCriteria where scores.contains(score) {
      let found = try split(observations, by: criterion, named: score, clusterCounts, line: line)
      selection.add(score, choosing: found)
      clock.note(score.key)
    }
    return selection
  }

  /// Fits one number of clusters again; the codebook has the same bits as before.
  func codebook<Scalar: VectorScalar>(
    of observations: MatrixSpan<Scalar>, clusterCount: Int
  ) throws(ClusteringError) -> Codebook<Scalar> {
    var search = search
    search.clusterCount = clusterCount
    return try search.fit(observations).codebook
  }

  private func sweep<Scalar: VectorScalar>(
    _ observations: MatrixSpan<Scalar>, into selection: inout Selection, line: ProgressLine,
    clock: inout PhaseClock
  ) throws(ClusteringError) {
    var found = SweepScores()
    let counts = selection.clusterCounts
    for (position, count) in counts.enumerated() {
      var search = search
      search.clusterCount = count
      let clustering = try search.fit(observations) { [restarts = search.restarts] progress in
        line.update {
          "\(count) clusters (\(position + 1) of \(counts.count))  "
            + "restart \(progress.restart + 1)/\(restarts)  iteration \(progress.iteration)"
        }
        return .proceed
      }
      clock.note("fit")
      try score(clustering, of: observations, into: &found)
      clock.note("score")
    }
    selection.addSweep(
      scores,
      [
        .inertia: found.inertia, .calinskiHarabasz: found.calinskiHarabasz,
        .daviesBouldin: found.daviesBouldin, .simplifiedSilhouette: found.simplifiedSilhouette,
        .bic: found.bic, .silhouette: found.silhouette,
      ])
  }

  private func score<Scalar: VectorScalar>(
    _ clustering: Clustering<Scalar>, of observations: MatrixSpan<Scalar>,
    into found: inout SweepScores
  ) throws(ClusteringError) {
    let (codes, k) = (clustering.codes, clustering.codebook.clusterCount)
    found.inertia.append(clustering.inertia)
    if scores.contains(where: Score.cheap.dropFirst().contains) {
      let dispersion = try Dispersion(
        of: observations, codes: codes, clusterCount: k, workers: search.workers)
      found.calinskiHarabasz.append(dispersion.calinskiHarabasz)
      found.bic.append(dispersion.bayesianInformation)
      if scores.contains(.daviesBouldin) { found.daviesBouldin.append(dispersion.daviesBouldin) }
      if scores.contains(.simplifiedSilhouette) {
        found.simplifiedSilhouette.append(
          try dispersion.simplifiedSilhouette(
            of: observations, codes: codes, workers: search.workers))
      }
    }
    if scores.contains(.silhouette) {
      found.silhouette.append(
        try silhouette(
          of: observations, codes: codes, clusterCount: k, sampleCount: sampleCount,
          seed: search.seed ?? 0, workers: search.workers))
    }
  }

  private func addGap<Scalar: VectorScalar>(
    of observations: MatrixSpan<Scalar>, to selection: inout Selection, line: ProgressLine
  ) throws(ClusteringError) {
    let n = observations.rowCount
    let rows = sampledRows(sampleCount, of: n, seed: search.seed ?? 0)
    let sample = observations.gather(rows)
    let statistic = try GapStatistic(
      of: sample.span, by: search,
      clusterCounts: selection.clusterCounts.filter { $0 <= rows.count },
      referenceCount: referenceCount
    ) { done, total in
      line.update { "gap statistic: fit \(done) of \(total)" }
    }
    let points = Dictionary(uniqueKeysWithValues: statistic.points.map { ($0.clusterCount, $0) })
    let found = selection.clusterCounts.map { points[$0] }
    selection.add(.gap, "gap", "gap", found.map { $0?.gap })
    selection.add(.gap, "gapStandardError", "gap s.e.", found.map { $0?.standardError })
    selection.add(.gap, choosing: statistic.choice)
  }

  private func addHeldOut<Scalar: VectorScalar>(
    _ observations: MatrixSpan<Scalar>, to selection: inout Selection, line: ProgressLine
  ) throws(ClusteringError) {
    let results = try HeldOutDistortion.measure(
      observations, by: search, clusterCounts: selection.clusterCounts, foldCount: foldCount
    ) { done, total in
      line.update { "held-out distortion: fit \(done) of \(total)" }
    }
    let points = Dictionary(uniqueKeysWithValues: results.map { ($0.clusterCount, $0) })
    let found = selection.clusterCounts.map { points[$0] }
    selection.add(
      .heldOut, "held-out square", found.map { $0?.meanSquaredDistance }, choose: \.knee)
    selection.add(
      .heldOut, "heldOutDistortion", "held-out distance", found.map { $0?.distortion })
  }

  private var splittingCriteria: [(Score, SplittingSearch.Criterion)] {
    [(.xmeans, .bayesianInformation), (.gmeans, .normality(significance: significance))]
  }

  private func split<Scalar: VectorScalar>(
    _ observations: MatrixSpan<Scalar>, by criterion: SplittingSearch.Criterion, named score: Score,
    _ clusterCounts: [Int], line: ProgressLine
  ) throws(ClusteringError) -> Int {
    var splitting = SplittingSearch(criterion: criterion)
    // Uses the requested range, so that all rules choose from the same range.
    splitting.minimumClusterCount = clusterCounts.first ?? 1
    splitting.maximumClusterCount = clusterCounts.last
    splitting.search = search
    return try splitting.fit(observations) { count in
      line.update { "\(score.rule): \(count) clusters" }
    }.codebook.clusterCount
  }
}

extension Selection {
  /// Adds the requested columns of the scores that each fit gives.
  fileprivate mutating func addSweep(_ scores: [Score], _ values: [Score: [Double?]]) {
    for score in scores {
      guard let found = values[score] else { continue }
      switch score {
      case .inertia: add(score, "inertia", found, choose: \.knee)
      case .calinskiHarabasz: add(score, "Calinski-H.", found, choose: \.maximum)
      case .daviesBouldin: add(score, "Davies-B.", found, choose: \.minimum)
      case .simplifiedSilhouette: add(score, "simpl. silh.", found, choose: \.maximum)
      case .bic: add(score, "BIC", found, choose: \.maximum)
      case .silhouette: add(score, "silhouette", found, choose: \.maximum)
      case .gap, .heldOut, .xmeans, .gmeans: break
      }
    }
  }
}
