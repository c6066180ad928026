/// A screen for one fit: every observation's projection on as many directions as pay.
struct Screen<Scalar: VectorScalar>: Sendable {
  let projection: Projection
  /// What a search through the screen costs, as a share of a dense one's; a guess from a sample.
  let cost: Double

  /// Observations that a trial looks at, and centroids.
  private static var sampleRows: Int { 192 }
  private static var sampleCentroids: Int { 512 }
  /// A screen that costs more than this is not put up.
  private static var highestCost: Double { 0.7 }

  /// Puts up a screen, if one pays.
  ///
  /// - Parameters:
  ///   - observations: The observations.
  ///   - codes: Their codes; what lies within the distance to the code's centroid is measured.
  ///   - centroids: The centroids as they are now.
  ///   - frame: The frame.
  ///   - kernels: The kernels.
  ///   - mostNumbers: The most numbers that may be kept of an observation.
  ///   - pairCost: What it costs to measure a pair, in scores of a dense search.
  ///   - workers: The most threads.
  init?(
    over observations: MatrixSpan<Scalar>, codes: [Int32], centroids: MatrixSpan<Scalar>,
    frame: Frame<Scalar>, kernels: Kernels<Scalar>, mostNumbers: Int, pairCost: Double,
    workers: Int
  ) {
    let d = observations.columnCount
    // A row's norm is kept too.
    let most = min(d / 2, PanelBasis.mostDirections, mostNumbers - 2)
    if most < 4 { return nil }
    let wide = Subspace(
      leading: most, of: observations, frame: frame, kernels: kernels.set, workers: workers)
    let choice = Self.choose(
      wide, observations, codes, centroids, frame: frame, kernels: kernels, pairCost: pairCost)
    if choice.cost > Self.highestCost { return nil }
    let subspace = wide.leading(choice.directionCount)
    cost = choice.cost
    projection = Projection(
      of: observations, on: subspace, frame: frame, kernels: kernels, workers: workers)
  }

  private static func choose(
    _ subspace: Subspace, _ observations: MatrixSpan<Scalar>, _ codes: [Int32],
    _ centroids: MatrixSpan<Scalar>, frame: Frame<Scalar>, kernels: Kernels<Scalar>,
    pairCost: Double
  ) -> RankChoice {
    let rows = Sample(of: observations, count: sampleRows)
    let books = Sample(of: centroids, count: sampleCentroids)
    var squared = [Double](repeating: 0, count: rows.numbers.count)
    kernels.distances(
      rows.matrix.span, codes: rows.numbers.map { codes[$0] }, centroids: centroids.elements,
      scale: frame.scale, into: &squared)
    let projected = Projection(
      of: rows.matrix.span, on: subspace, frame: frame, kernels: kernels, workers: 1)
    let centers = Projection(
      of: books.matrix.span, on: subspace, frame: frame, kernels: kernels, workers: 1)
    let limits = squared.indices.map {
      subspace.slack.squaredLimit(within: squared[$0], norm: projected.norms[$0])
    }
    return RankChoice(
      rows: projected.rows, limits: limits, centroids: centers.rows,
      featureCount: observations.columnCount, pairCost: pairCost)
  }
}

/// Copies of some rows at equal distances.
private struct Sample<Scalar: VectorScalar> {
  let numbers: [Int]
  let matrix: Matrix<Scalar>

  init(of rows: MatrixSpan<Scalar>, count: Int) {
    let taken = min(count, rows.rowCount)
    numbers = (0..<taken).map { $0 * rows.rowCount / taken }
    let chosen = numbers
    matrix = Matrix(rows: taken, columns: rows.columnCount) { output in
      for number in chosen {
        let row = rows[row: number]
        for column in row.indices { output.append(row[column]) }
      }
    }
  }
}
