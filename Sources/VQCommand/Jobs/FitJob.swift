internal import VectorQuantization

/// What `kmeans`, `kmeans2` and `fit` do once their options are read.
struct FitJob: ObservationWork {
  let observations: String
  let start: Start
  /// The file of weights, if there is one.
  let weights: String?
  let outputs: Outputs
  let report: ReportStyle
  let isQuiet: Bool
  /// The name of the kernel set to compute with, if one was asked for.
  let kernels: String?
  private let search: KMeans
  private let keepsLastAssignment: Bool

  /// Reads the options that the three commands share.
  ///
  /// - Parameters:
  ///   - arguments: The arguments of the command.
  ///   - start: Where the search starts.
  ///   - search: How to search, as the command's own options say. Its number of clusters is a
  ///     stand-in if the search starts from a file of centroids, until that is read.
  ///   - keepsLastAssignment: Whether the codes are those of the last iteration, as SciPy's
  ///     `kmeans2` returns them, rather than those of the nearest centroids.
  ///   - weights: The file of weights, if there is one.
  ///   - kernels: The name of the kernel set to compute with, if one was asked for.
  /// - Throws: ``CommandError`` if an option has a value that it does not take.
  init(
    _ arguments: Arguments, start: Start, search: KMeans, keepsLastAssignment: Bool = false,
    weights: String? = nil, kernels: String? = nil
  ) throws(CommandError) {
    observations = arguments.operands[0]
    self.start = start
    self.weights = weights
    self.kernels = kernels
    self.keepsLastAssignment = keepsLastAssignment
    outputs = try Outputs(arguments, writesCodebook: true)
    report = try arguments.value(of: Option.report)
    isQuiet = arguments.contains(Option.quiet)
    var search = search
    search.seed = try arguments.value(of: .seed)
    search.workers = try arguments.value(of: .workers)
    self.search = search
  }

  var inputs: InputPaths {
    InputPaths(observations: observations, codebook: start.path, weights: weights)
  }

  func checkOutputs() throws { try outputs.checkWritable() }

  func work<Scalar: VectorScalar>(
    on observations: MatrixSpan<Scalar>, isOneDimensional: Bool, for session: Session
  ) throws {
    var search = search
    search.kernels = try kernels.map(KernelSet.init(named:)) ?? .preferred()
    let centroids = try start.path.map(Matrix<Scalar>.init(reading:))
    if let centroids { search.clusterCount = centroids.rowCount }
    let weights = try weights.map { try readWeights(of: $0, as: Scalar.self) }
    let load = session.elapsed

    let line = ProgressLine(on: session.console, isQuiet: isQuiet)
    defer { line.clear() }
    let monitor = FitMonitor(
      observationCount: observations.rowCount, restarts: search.restarts, line: line)
    let clustering = try fit(observations, centroids, weights, with: search, reportingTo: monitor)

    let codebook = clustering.codebook
    var distances: [Scalar] = []
    if outputs.distances != nil {
      line.show("measuring distances")
      // To the centroids that the codes name, which for kmeans2 need not be the nearest.
      distances = try codebook.distances(
        from: Observations(observations), codes: clustering.codes, workers: search.workers,
        kernels: search.kernels)
    }
    line.show("writing")
    try outputs.write(
      codebook: codebook.centroids.span, oneDimensional: isOneDimensional,
      codes: clustering.codes, distances: distances)
    line.clear()

    var report = Report(
      on: clustering, of: search, costs: monitor.costs, load: load, total: session.elapsed)
    report.clusters = ClusterTable.make(codebook.centroids, counts: clustering.counts)
    try session.console.output(report.text(in: self.report))
  }

  private func fit<Scalar: VectorScalar>(
    _ observations: MatrixSpan<Scalar>, _ start: Matrix<Scalar>?, _ weights: [Scalar]?,
    with search: KMeans, reportingTo monitor: FitMonitor
  ) throws(ClusteringError) -> Clustering<Scalar> {
    // A span cannot be taken of what is inside an optional; so of an empty stand-in.
    let (centroids, weighting) = (start ?? [], weights ?? [])
    let weights: Span<Scalar>? = weights == nil ? nil : weighting.span
    let onIteration = monitor.onIteration
    if keepsLastAssignment {
      return try search.fit(
        observations, startingFrom: start == nil ? nil : centroids.span,
        keepingLastAssignment: true, onIteration: onIteration)
    }
    if start == nil {
      return try search.fit(observations, weights: weights, onIteration: onIteration)
    }
    return try search.fit(
      observations, startingFrom: centroids.span, weights: weights, onIteration: onIteration)
  }

  private func readWeights<Scalar: VectorScalar>(
    of path: String, as scalar: Scalar.Type
  ) throws -> [Scalar] {
    let matrix = try Matrix<Scalar>(reading: path)
    guard matrix.columnCount == 1 else {
      throw CommandError.failure(
        "\(path) has \(matrix.columnCount) columns; weights are one column")
    }
    return matrix.elements
  }
}
