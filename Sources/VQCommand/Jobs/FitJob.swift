internal import VQFormats
internal import VectorQuantization

/// The common work of `kmeans`, `kmeans2` and `fit`, after their options are read.
struct FitJob: ObservationWork {
  let observations: String
  let reading: ReadingOptions
  let start: Start
  /// The file of weights, if one was given.
  let weights: String?
  let outputs: Outputs
  let report: ReportStyle
  let progress: ProgressStyle
  let memory: MemoryBudget?
  private let timeLimit: Duration?
  private let checkpoints: CheckpointOptions
  /// The name of the kernel set to use, if one was given.
  let kernels: String?
  private let search: KMeans
  private let keepsLastAssignment: Bool
  private let whitens: Bool

  /// Reads the options that the three commands share.
  ///
  /// - Parameters:
  ///   - arguments: The arguments of the command.
  ///   - start: Where the search starts.
  ///   - search: The search, configured by the command's own options. If the search starts from a
  ///     file of centroids, its number of clusters is a placeholder until the file is read.
  ///   - keepsLastAssignment: True if the codes are those of the last iteration, as SciPy's
  ///     `kmeans2` returns them; false if they are those of the nearest centroids.
  ///   - weights: The file of weights, if one was given.
  ///   - kernels: The name of the kernel set to use, if one was given.
  /// - Throws: ``CommandError`` if an option has an invalid value.
  init(
    _ arguments: Arguments, start: Start, search: KMeans, keepsLastAssignment: Bool = false,
    weights: String? = nil, kernels: String? = nil
  ) throws(CommandError) {
    observations = arguments.operands[0]
    reading = try ReadingOptions(arguments)
    self.start = start
    self.weights = weights
    self.kernels = kernels
    self.keepsLastAssignment = keepsLastAssignment
    outputs = try Outputs(arguments, writesCodebook: true)
    report = try arguments.value(of: Option.report)
    progress = try ProgressStyle(arguments)
    memory = try arguments.value(of: .memory).map { MemoryBudget(limit: $0) }
    timeLimit = try arguments.value(of: .timeLimit)
    checkpoints = try CheckpointOptions(arguments)
    try Outputs.checkDistinct(outputs.paths + [checkpoints.path])
    var search = search
    search.seed = try arguments.value(of: .seed)
    search.workers = try arguments.value(of: .workers)
    self.search = search
    whitens = arguments.contains(Option.whiten)
    if whitens { try arguments.exclude(Option.whiten, Option.memory) }
  }

  var companion: String? { start.path }
  var earlierNames: [String]? {
    get throws { try checkpoints.resumed.map(NamedCheckpoint.init)?.names }
  }

  var inputs: InputPaths {
    InputPaths(observations: observations, codebook: start.path, weights: weights)
  }

  var workers: Int? { search.workers }

  func checkOutputs() throws {
    try outputs.checkWritable(from: observations)
    try checkpoints.checkWritable()
  }

  func work<Scalar: VectorScalar>(
    on observations: Observations<Scalar>, for session: Session
  ) throws {
    guard whitens else {
      ScaleWatch.check(observations, for: session)
      return try search(observations, units: Units(of: observations), for: session)
    }
    let whitening = try Whitening(fitting: observations)
    let whitened = try whitening.apply(to: observations)
    try search(
      Observations(whitened.span), units: Units(of: observations, whitening), for: session)
  }

  private func search<Scalar: VectorScalar>(
    _ observations: Observations<Scalar>, units: borrowing Units<Scalar>, for session: Session
  ) throws {
    var search = search
    search.kernels = try kernels.map(KernelSet.init(named:)) ?? .preferred()
    var centroids = try session.companion?.matrix(as: Scalar.self)
    if let given = centroids, let whitening = units.whitening {
      centroids = try whitening.apply(to: given.span)
    }
    if let centroids { search.clusterCount = centroids.rowCount }
    try outputs.check(clusterCount: search.clusterCount)
    if let memory {
      search.pruningMemory = try memory.spare(
        for: search, among: session.layout, isGiven: centroids != nil,
        writesDistances: outputs.needsDistances)
    }
    let weights = try weights.map { try readWeights(of: $0, for: session) }
    let load = session.elapsed

    let line = ProgressLine(on: session.console, style: progress)
    defer { line.clear() }
    let interruption = Interruption(on: session.console, after: timeLimit)
    defer { interruption.finish() }
    let file = CheckpointFile<Scalar>(
      checkpoints, names: session.captions.columnNames, console: session.console)
    line.show("seeding")
    let checkpointing = try file.checkpointing()
    // Draws the seed here, so that the report can show it and the user can repeat the run.
    search.seed = search.seed ?? file.resumedSeed ?? .random(in: 0...UInt64(UInt32.max))
    let monitor = FitMonitor(
      observationCount: observations.rowCount, of: search, timeLimit: timeLimit, line: line)
    let (finalSearch, stop) = (search, interruption.stop)
    let outcome = Result { () throws(ClusteringError) in
      try fit(
        observations, centroids, weights, with: finalSearch, stop: stop,
        checkpointing: checkpointing, reportingTo: monitor)
    }
    if outcome == .failure(.stopped), let reason = interruption.reason {
      let sentence = "\(reason.words) before all observations were checked; nothing is written"
      throw reason == .interrupted ? CommandError.interrupted(sentence) : .failure(sentence)
    }
    let clustering = try outcome.get()

    var distances: [Scalar] = []
    if outputs.needsDistances {
      line.show("measuring distances")
      // Distances to the centroids of the codes, which need not be the nearest ones for kmeans2.
      distances = try clustering.codebook.distances(
        from: observations, codes: clustering.codes, workers: search.workers,
        kernels: search.kernels)
    }
    line.show("writing")
    let codebook = try units.original(clustering.codebook.centroids)
    try outputs.write(
      Assignment(codebook: codebook, codes: clustering.codes, distances: distances), for: session,
      plot: outputs.draw(
        units.observations, codes: clustering.codes, centroids: codebook, for: session))
    line.clear()

    var report = Report(
      on: clustering, of: search, costs: monitor.costs, load: load, total: session.elapsed)
    if clustering.outcome.isStop, let reason = interruption.reason {
      report.add("stopped", "reason", .text(reason.rawValue), words: reason.words)
    }
    report.addOrigin(of: session, seed: start.path == nil ? search.seed : nil, whitens: whitens)
    report.addClusters(
      codebook, counts: clustering.counts, names: session.captions.columnNames)
    try session.console.output(report.text(in: self.report))
    if interruption.reason == .interrupted { throw CommandError.interrupted(nil) }
  }

  private func fit<Scalar: VectorScalar>(
    _ observations: Observations<Scalar>, _ start: Matrix<Scalar>?, _ weights: [Double]?,
    with search: KMeans, stop: StopFlag, checkpointing: Checkpointing<Scalar>?,
    reportingTo monitor: FitMonitor
  ) throws(ClusteringError) -> Clustering<Scalar> {
    // An optional array has no span, so this unwraps it, with an empty array for `nil`.
    let weighting = weights ?? []
    let given: Span<Double>? = weights == nil ? nil : weighting.span
    return try search.fit(
      observations, startingFrom: start.map { [$0] } ?? [], weights: given,
      keepingLastAssignment: keepsLastAssignment, stop: stop, checkpointing: checkpointing,
      onIteration: monitor.onIteration)
  }

  /// Reads weights: one for each observation, or one for each row of the table, including skipped
  /// rows.
  private func readWeights(of path: String, for session: Session) throws -> [Double] {
    let matrix = try NamedTable(reading: path).matrix(as: Double.self)
    guard matrix.columnCount == 1 else {
      throw CommandError.failure(
        "\(path) has \(matrix.columnCount) columns; weights are one column")
    }
    let omitted = Set(session.omitted.rows)
    guard !omitted.isEmpty, matrix.rowCount == session.layout.rowCount + omitted.count else {
      return matrix.elements
    }
    return matrix.elements.indices.filter { !omitted.contains($0) }.map { matrix.elements[$0] }
  }
}
