/// A validated codebook, prepared to encode batches of observations.
///
/// It holds the centroids in contiguous memory, and a frame that fits them.
package struct Encoding<Scalar: VectorScalar>: Sendable {
  let centroids: Matrix<Scalar>
  let metric: KMeans.Metric
  let kernels: Kernels<Scalar>
  private let frame: Frame<Scalar>
  let checkFinite: Bool
  /// The maximum number of threads; `nil` means one for each available processor.
  let workers: Int?
  let stop: StopFlag?

  /// Validates and prepares a codebook.
  ///
  /// - Parameters:
  ///   - codebook: The codebook.
  ///   - checkFinite: Whether a NaN or an infinity is an error, in the codebook and in
  ///     observations.
  ///   - kernels: The kernel set to compute with; `nil` means the preferred one.
  ///   - workers: The maximum number of threads; `nil` means one for each available processor.
  ///   - stop: Ends this call and all later ones when it is raised.
  /// - Throws: ``ClusteringError`` if the codebook or an option is invalid, or `stop` was raised.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init(
    _ codebook: Codebook<Scalar>, checkFinite: Bool, kernels: KernelSet?, workers: Int?,
    stop: StopFlag? = nil
  ) throws(ClusteringError) {
    let tiles = ObservationTiles(codebook.centroids.span)
    try codebook.centroids.span.validateCodebookShape(featureCount: codebook.featureCount)
    if let workers, workers < 1 { throw .atLeastOne(.workers, workers) }
    let set: KernelSet
    if let kernels { set = kernels } else { set = try KernelSet.preferred() }
    self.kernels = Kernels(set)
    self.checkFinite = checkFinite
    self.workers = workers
    self.stop = stop
    centroids = codebook.centroids
    metric = codebook.metric
    let threads = Workers.count(for: Double(centroids.elements.count), limit: workers)
    let moments = Moments(of: tiles, Team(self.kernels, workers: threads, stop: stop))
    if let stop, stop.isRaised { throw .stopped }
    if checkFinite, let (row, column) = moments.firstNotFinite(among: tiles) {
      throw .codebookNotFinite(row: row, column: column)
    }
    frame = Frame(ofCodebook: moments)
  }

  /// The bytes of a second copy of the codebook, its packed form, and the search for equal
  /// centroids.
  private var codebookMemory: Int {
    centroids.elements.count * (MemoryLayout<Scalar>.size + MemoryLayout<Double>.size)
      + 24 * centroids.rowCount
  }

  /// Returns the code of each observation, and its distance (not squared) to that centroid.
  func encode(
    _ source: Observations<Scalar>
  ) throws(ClusteringError) -> (codes: [Int32], distances: [Scalar]) {
    // An empty array of rows does not define the number of columns.
    if source.rowCount == 0, source.columnCount == 0 { return ([], []) }
    // A file may declare any number of rows with 0 columns; allocating codes for them would fail.
    try checkFeatures(of: source)
    try AddressSpace.check(
      codebookMemory + source.rowCount * (4 + MemoryLayout<Scalar>.size))
    var codes = [Int32](repeating: 0, count: source.rowCount)
    var distances = [Scalar](repeating: 0, count: source.rowCount)
    try encode(
      source,
      to: Output(
        codes: LentMemory(codes.mutableSpan), distances: LentMemory(distances.mutableSpan)))
    return (codes, distances)
  }

  private func checkFeatures(of source: Observations<Scalar>) throws(ClusteringError) {
    if source.columnCount != centroids.columnCount {
      throw .featureCountMismatch(expected: source.columnCount, found: centroids.columnCount)
    }
  }

  /// Writes the code of each observation, and its distance (not squared) to that centroid.
  ///
  /// Distances are left out if the output has no memory for them.
  ///
  /// - Parameters:
  ///   - source: One observation in each row, with as many features as the codebook.
  ///   - output: Receives the codes and distances.
  /// - Throws: ``ClusteringError``, also if observations cannot be read or `stop` was raised.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func encode(
    _ source: Observations<Scalar>, to output: Output<Scalar>
  ) throws(ClusteringError) {
    let (n, d) = (source.rowCount, centroids.columnCount)
    try checkFeatures(of: source)
    if n == 0 { return }

    let plan = TilePlan(
      rowCount: n, featureCount: d, clusterCount: centroids.rowCount,
      scalarSize: MemoryLayout<Scalar>.size
    ).withoutSums
    let work = Double(n) * Double(d) * Double(centroids.rowCount)
    let packers = Workers.count(for: work, limit: workers)
    let threads = min(packers, plan.tileCount)
    try AddressSpace.check(codebookMemory)
    let signals = Signals(stop, reading: source)
    var room = TileRoom<Scalar>(for: source, metric: metric, workers: threads)
    let observations = room.tiles(of: source, kernels: kernels, failure: signals.failure)
    let input = FitInput(observations, weights: nil, frame: frame, plan: plan, metric: metric)
    var wave = Wave(assigning: input, to: centroids.span, workers: packers)
    let team = Team(kernels, workers: threads, stop: signals.stop)
    wave.codebooks.pack([0], by: team)
    let pass = Pass(input, Execution(team, plan: plan))
    let notFinite = pass.run(
      by: Lloyd(), &wave, to: output)
    try signals.failure?.check()
    if pass.execution.isStopped { throw .stopped }
    if checkFinite, let row = notFinite {
      let columns = observations.copies(of: [row]).elements
      throw .notFinite(row: row, column: columns.firstIndex { !$0.isFinite } ?? 0)
    }
  }

  /// Returns the distance of each observation to the centroid of its given code.
  ///
  /// - Parameters:
  ///   - source: One observation for each code, with as many features as the codebook.
  ///   - codes: Row numbers of the codebook.
  /// - Returns: One distance (not squared) for each observation.
  /// - Throws: ``ClusteringError/unreadable(row:)`` or ``ClusteringError/stopped``.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func distances(
    from source: Observations<Scalar>, codes: [Int32]
  ) throws(ClusteringError) -> [Scalar] {
    let (n, d) = (source.rowCount, source.columnCount)
    let plan = TilePlan(
      rowCount: n, featureCount: d, clusterCount: centroids.rowCount,
      scalarSize: MemoryLayout<Scalar>.size
    ).withoutSums
    let threads = Workers.count(for: Double(n) * Double(d), limit: workers)
    try AddressSpace.check(codebookMemory + n * (8 + MemoryLayout<Scalar>.size))
    let signals = Signals(stop, reading: source)
    var room = TileRoom<Scalar>(for: source, metric: metric, workers: threads)
    let input = FitInput(
      room.tiles(of: source, kernels: kernels, failure: signals.failure), weights: nil,
      frame: frame, plan: plan, metric: metric)
    var wave = Wave(assigning: input, to: centroids.span, workers: threads)
    var codes = codes
    let pass = Pass(
      input, Execution(Team(kernels, workers: threads, stop: signals.stop), plan: plan))
    let distances = pass.distances(&wave, codes: &codes)
    try signals.failure?.check()
    if pass.execution.isStopped { throw .stopped }
    return distances
  }
}
