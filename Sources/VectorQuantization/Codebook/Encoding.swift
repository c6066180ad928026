/// A codebook made ready to encode batches of observations: checked, copied together, and with a
/// frame that fits it.
struct Encoding<Scalar: VectorScalar>: Sendable {
  private let centroids: Matrix<Scalar>
  private let kernels: Kernels<Scalar>
  private let frame: Frame<Scalar>
  private let checkFinite: Bool

  /// Checks and prepares a codebook.
  ///
  /// `kernels` of `nil` means the preferred set.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  init(
    _ codebook: Matrix<Scalar>, checkFinite: Bool, kernels: KernelSet?
  ) throws(ClusteringError) {
    try codebook.span.validateCodebook(
      featureCount: codebook.columnCount, checkFinite: checkFinite)
    let set: KernelSet
    if let kernels { set = kernels } else { set = try KernelSet.preferred() }
    self.kernels = Kernels(set)
    self.checkFinite = checkFinite
    centroids = codebook

    // The codebook's own middle and extent: no pass over the observations is needed, and where they
    // lie elsewhere the margins are wider and more rows are settled one by one, never wrongly.
    let moments = Moments(
      of: ObservationTiles(codebook.span), kernels: self.kernels, workers: 1)
    let center = moments.mean.map { $0.isFinite ? $0 : 0 }
    frame = Frame(center: center, extents: moments.greatest)
  }

  /// Finds the code of each observation, and its distance to that centroid.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func encode(
    _ source: Observations<Scalar>, workers: Int?
  ) throws(ClusteringError) -> (codes: [Int32], distances: [Scalar]) {
    let (n, d) = (source.rowCount, centroids.columnCount)
    if source.columnCount != d {
      throw .featureCountMismatch(expected: source.columnCount, found: d)
    }
    if let workers, workers < 1 {
      throw .invalidOption(name: "workers", value: "\(workers)", allowed: "at least 1")
    }
    if n == 0 { return ([], []) }

    let plan = TilePlan(
      rowCount: n, featureCount: d, clusterCount: centroids.rowCount,
      scalarSize: MemoryLayout<Scalar>.size, accumulates: false)
    let work = Double(n) * Double(d) * Double(centroids.rowCount)
    let threads = min(Workers.count(for: work, limit: workers), plan.chunkCount)
    let workspaces = (0..<threads).map { _ in Workspace(Scratch(kernels: kernels, plan: plan)) }
    var wave = Wave<Scalar>(plan: plan, slotCount: 1, isWeighted: false, accumulates: false)
    wave.setCodebook(0, centroids)
    var codes = [Int32](repeating: 0, count: n)
    var distances = [Scalar](repeating: 0, count: n)
    let stop = source.reader == nil ? nil : StopFlag()
    let failure = stop.map { ReadFailure(stopping: $0) }
    var room = TileRoom<Scalar>(for: source, workers: threads)
    let observations = room.tiles(of: source, kernels: kernels, failure: failure)
    var pass = Pass(
      over: observations, weights: nil, frame: frame, kernels: kernels)
    pass.measures = true
    let notFinite = pass.run(
      &wave, slots: [0], codes: &codes, distances: &distances, workspaces: workspaces, stop: stop)
    try failure?.check()
    if checkFinite, let row = notFinite {
      let columns = observations.copies(of: [row]).elements
      throw .notFinite(row: row, column: columns.firstIndex { !$0.isFinite } ?? 0)
    }
    return (codes, distances)
  }

  /// The distance of each observation to the centroid that its code names.
  ///
  /// - Parameters:
  ///   - source: As many as there are codes, of as many features as the codebook.
  ///   - codes: Rows of the codebook.
  ///   - workers: The most threads to use.
  /// - Returns: One distance an observation, not squared.
  /// - Throws: ``ClusteringError/unreadable(row:)``.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func distances(
    from source: Observations<Scalar>, codes: [Int32], workers: Int?
  ) throws(ClusteringError) -> [Scalar] {
    let work = Double(source.rowCount) * Double(source.columnCount)
    let threads = Workers.count(for: work, limit: workers)
    let failure = ReadFailure(stopping: StopFlag())
    var room = TileRoom<Scalar>(for: source, workers: threads)
    let pass = Pass(
      over: room.tiles(of: source, kernels: kernels, failure: failure), weights: nil, frame: frame,
      kernels: kernels)
    let distances = pass.distances(to: centroids, codes: codes, workers: threads)
    try failure.check()
    return distances
  }
}
