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
    let moments = Moments(of: codebook.span, kernels: self.kernels, workers: 1)
    let center = moments.mean.map { $0.isFinite ? $0 : 0 }
    frame = Frame(center: center, extents: moments.greatest)
  }

  /// Finds the code of each observation, and its distance to that centroid.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func encode(
    _ observations: MatrixSpan<Scalar>, workers: Int?
  ) throws(ClusteringError) -> (codes: [Int32], distances: [Scalar]) {
    let (n, d) = (observations.rowCount, centroids.columnCount)
    if observations.columnCount != d {
      throw .featureCountMismatch(expected: observations.columnCount, found: d)
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
    var pass = Pass(
      over: observations, weights: nil, frame: frame, kernels: kernels)
    pass.measures = true
    let notFinite = pass.run(
      &wave, slots: [0], codes: &codes, distances: &distances, workspaces: workspaces, stop: nil)
    if checkFinite, let row = notFinite {
      let columns = observations[row: row]
      throw .notFinite(row: row, column: columns.indices.first { !columns[$0].isFinite } ?? 0)
    }
    return (codes, distances)
  }

  /// The distance of each observation to the centroid that its code names.
  ///
  /// - Parameters:
  ///   - observations: As many as there are codes, of as many features as the codebook.
  ///   - codes: Rows of the codebook.
  ///   - workers: The most threads to use.
  /// - Returns: One distance an observation, not squared.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func distances(
    from observations: MatrixSpan<Scalar>, codes: [Int32], workers: Int?
  ) -> [Scalar] {
    let pass = Pass(
      over: observations, weights: nil, frame: frame, kernels: kernels)
    let work = Double(observations.rowCount) * Double(observations.columnCount)
    return pass.distances(
      to: centroids, codes: codes, workers: Workers.count(for: work, limit: workers))
  }
}
