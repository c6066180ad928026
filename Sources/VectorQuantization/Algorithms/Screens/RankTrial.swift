/// Estimates on a sample how many directions a screen should have.
struct RankTrial {
  /// The directions to choose from.
  let subspace: Subspace
  let choice: RankChoice

  /// The numbers of observations and of centroids in the sample.
  private static var sampleRows: Int { 96 }
  private static var sampleCentroids: Int { 384 }

  /// Runs the trial.
  ///
  /// - Parameters:
  ///   - pass: The pass, with the observations.
  ///   - subspace: The directions to choose from.
  ///   - codes: The code of every observation. The trial counts the centroids within the distance
  ///     to the code's centroid. If `nil`, the trial finds the codes of the sample first.
  ///   - codebook: The current centroids.
  ///   - present: The number of directions in use, if there is a screen.
  init<Scalar: VectorScalar>(
    of pass: Pass<Scalar>, on subspace: Subspace, codes: [Int32]?,
    codebook: PackedCodebook<Scalar>, present: Int?
  ) {
    let (frame, kernels) = (pass.input.frame, pass.execution.kernels)
    let rows = Sample(of: pass.input.observations, count: Self.sampleRows)
    let books = Sample(
      of: ObservationTiles(codebook.centroids), count: Self.sampleCentroids)
    let sampleCodes = TileMemory<Int32>(count: rows.numbers.count)
    if let codes {
      for (position, number) in rows.numbers.enumerated() { sampleCodes[position] = codes[number] }
    } else {
      var search = NearestSearch(
        kernels: kernels, plan: pass.input.plan, rowCapacity: rows.numbers.count)
      _ = search.findNearest(
        in: Tile(rows.matrix.span), among: codebook, codes: sampleCodes)
    }
    let squared = TileMemory<Double>(count: rows.numbers.count)
    kernels.distances(rows.matrix.span, codes: sampleCodes.span, to: codebook, into: squared)
    let projected = Projection(
      of: ObservationTiles(rows.matrix.span), on: subspace, frame: frame,
      Team(kernels, workers: 1))
    let centers = Projection(
      of: ObservationTiles(books.matrix.span), on: subspace, frame: Frame<Double>(codebook.frame),
      Team(Kernels(kernels.set), workers: 1))
    let limits = (0..<squared.count).map {
      subspace.slack.squaredLimit(within: squared[$0], norm: projected.norms[$0])
    }
    self.subspace = subspace
    choice = RankChoice(
      rows: projected.rows, limits: limits, centroids: centers.rows,
      featureCount: codebook.featureCount, present: present,
      pairCost: ScreenKeeper<Scalar>.pairCost(codebook.featureCount))
  }
}

/// Copies of some rows at equal distances.
private struct Sample<Scalar: VectorScalar> {
  let numbers: [Int]
  let matrix: Matrix<Scalar>

  init(of rows: ObservationTiles<Scalar>, count: Int) {
    let taken = min(count, rows.rowCount)
    numbers = (0..<taken).map { $0 * rows.rowCount / taken }
    matrix = rows.copies(of: numbers)
  }
}
