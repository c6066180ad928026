internal import VQFormats
internal import VectorQuantization

extension Report {
  /// Creates the report on a clustering.
  ///
  /// - Parameters:
  ///   - clustering: The result of the search.
  ///   - search: The search, with its kernel set named.
  ///   - costs: The time and the iterations of the search.
  ///   - load: The time to load the observations.
  ///   - total: The time since the command began.
  init<Scalar: VectorScalar>(
    on clustering: Clustering<Scalar>, of search: KMeans, costs: FitMonitor.Costs,
    load: Duration, total: Duration
  ) {
    self.init()
    addShape(clustering.codebook.centroids, observationCount: clustering.codes.count)
    add(
      "outcome", "outcome", .text(clustering.outcome.rawValue),
      words: Self.words(for: clustering.outcome))
    add("iterations", "iterations", .count(clustering.iterations))
    add("restarts", "restarts", .count(search.restarts))
    addFit(distortion: clustering.distortion, inertia: clustering.inertia)
    addCounts(clustering.counts)
    addEngine(search)
    addEffort(clustering.effort)
    let rate = costs.rate(observationCount: clustering.codes.count)
    add("observationsPerSecond", "observations/s", .number(rate), words: Figures.scaled(rate))
    addSeconds([
      ("load", load), ("seeding", costs.seeding), ("iterate", costs.iterating), ("total", total),
    ])
  }

  /// Adds the numbers of observations, features and clusters, and the element type.
  mutating func addShape<Scalar: VectorScalar>(
    _ centroids: Matrix<Scalar>, observationCount: Int
  ) {
    add("n", "observations", .count(observationCount))
    add("d", "features", .count(centroids.columnCount))
    add("k", "clusters", .count(centroids.rowCount))
    add("dtype", "element type", .text(ElementType(of: Scalar.self).rawValue))
  }

  /// Adds distortion and inertia.
  mutating func addFit(distortion: Double, inertia: Double) {
    add("distortion", "distortion", .number(distortion))
    add("inertia", "inertia", .number(inertia))
  }

  /// Adds the sizes of the clusters.
  mutating func addCounts(_ counts: [Int]) {
    add("emptyClusters", "empty clusters", .counts(counts.indices.filter { counts[$0] == 0 }))
    add("smallestCluster", "smallest cluster", .count(counts.min() ?? 0))
    add("largestCluster", "largest cluster", .count(counts.max() ?? 0))
  }

  /// Adds the file, the seed, whitening, skipped rows and the version.
  mutating func addOrigin(of session: Session, seed: UInt64?, whitens: Bool) {
    addForPrograms("file", .text(session.path))
    if let names = session.captions.columnNames { addForPrograms("columnNames", .texts(names)) }
    if let seed { add("randomSeed", "random seed", .seed(seed)) }
    if whitens { add("whitened", "distances", .text("yes"), words: "of whitened features") }
    let omitted = session.omitted.rows.count
    if omitted > 0 { add("omittedRows", "rows left out", .count(omitted)) }
    addForPrograms("version", .text(Release.version))
  }

  /// Adds the clusters: all of them for programs, a table of the largest ones for people.
  mutating func addClusters<Scalar: VectorScalar>(
    _ centroids: Matrix<Scalar>, counts: [Int], rmsDistances: [Double]? = nil, names: [String]?
  ) {
    addForPrograms("counts", .counts(counts))
    addForPrograms(
      "centroids",
      .rows(
        (0..<centroids.rowCount).map { row in
          (0..<centroids.columnCount).map { Double(centroids[row, $0]) }
        }))
    clusters = ClusterTable(counts: counts, rmsDistances: rmsDistances, names: names)
      .text(of: centroids)
  }

  /// Adds the kernel set and the number of workers.
  mutating func addEngine(_ search: KMeans) {
    add("kernels", "kernels", .text(search.kernels?.name ?? ""))
    add("workers", "workers", .count(search.workerLimit))
  }

  /// Adds the passes of each algorithm, and the share of distances that they computed.
  private mutating func addEffort(_ effort: Effort) {
    let passes = effort.passes.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
    let facts = passes.map { algorithm, count in
      Fact(key: algorithm.rawValue, label: algorithm.rawValue, value: .count(count))
    }
    add("passes", "passes", .facts(facts))
    let share = effort.distanceShare
    add(
      "distanceShare", "distances computed", .number(share),
      words: Figures.fixed(share, decimals: 3) + " of all")
  }

  /// Adds the duration of each phase.
  mutating func addSeconds(_ phases: [(name: String, Duration)]) {
    let facts = phases.map { phase, duration in
      Fact(
        key: phase, label: phase, value: .number(duration.inSeconds),
        words: Figures.fixed(duration.inSeconds, decimals: 3))
    }
    add("seconds", "seconds", .facts(facts))
  }

  private static func words(for outcome: KMeans.Outcome) -> String {
    switch outcome {
    case .converged: "converged"
    case .reachedMaximumIterations: "reached the iteration limit"
    case .stoppedByCaller: "stopped"
    case .stoppedWhileSeeding: "stopped while seeding"
    }
  }
}
