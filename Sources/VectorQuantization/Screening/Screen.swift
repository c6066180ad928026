/// A screen for one fit: every observation's projection on as many directions as pay.
struct Screen<Scalar: VectorScalar>: Sendable {
  let projection: Projection
  /// All directions that were found, to choose from again.
  private let wide: Subspace
  /// What a search through the screen costs, as a share of a dense one's; a guess from a sample.
  let cost: Double

  /// Observations that a trial looks at, and centroids.
  private static var sampleRows: Int { 192 }
  private static var sampleCentroids: Int { 512 }
  /// A screen that costs more than this is not put up.
  private static var highestCost: Double { 0.7 }
  /// A screen is replaced by one that costs so much less.
  private static var worthwhile: Double { 0.75 }

  /// Puts up a screen, if one pays.
  ///
  /// - Parameters:
  ///   - pass: The observations.
  ///   - codes: Their codes; what lies within the distance to the code's centroid is measured. `nil`
  ///     means that a sample's codes are to be found first.
  ///   - codebook: The centroids as they are now.
  ///   - margin: Their margin.
  ///   - mostNumbers: The most numbers that may be kept of an observation.
  ///   - pairCost: What it costs to measure a pair, in scores of a dense search.
  ///   - workers: The most threads.
  init?(
    over pass: Pass<Scalar>, codes: [Int32]?, codebook: PackedCodebook<Scalar>, margin: Margin,
    mostNumbers: Int, pairCost: Double, workers: Int
  ) {
    let d = pass.observations.columnCount
    // A row's norm is kept too.
    let most = min(d / 2, PanelBasis.mostDirections, mostNumbers - 2)
    if most < RankChoice.least { return nil }
    let wide = Subspace(
      leading: most, of: pass.observations, frame: pass.frame, kernels: pass.kernels.set,
      workers: workers)
    let choice = Self.choose(
      wide, pass, codes, codebook, margin: margin, present: nil, pairCost: pairCost)
    if choice.cost > Self.highestCost { return nil }
    self.init(over: pass, wide: wide, choice: choice, workers: workers)
  }

  private init(over pass: Pass<Scalar>, wide: Subspace, choice: RankChoice, workers: Int) {
    self.wide = wide
    cost = choice.cost
    projection = Projection(
      of: pass.observations, on: wide.leading(choice.directionCount), frame: pass.frame,
      kernels: pass.kernels, workers: workers)
  }

  /// A screen of more directions or fewer, if by now that costs much less.
  func replacement(
    over pass: Pass<Scalar>, codes: [Int32], codebook: PackedCodebook<Scalar>, margin: Margin,
    pairCost: Double, workers: Int
  ) -> Screen? {
    let present = projection.subspace.directionCount
    let choice = Self.choose(
      wide, pass, codes, codebook, margin: margin, present: present, pairCost: pairCost)
    guard choice.directionCount != present, choice.cost < Self.worthwhile * choice.presentCost
    else { return nil }
    return Screen(over: pass, wide: wide, choice: choice, workers: workers)
  }

  private static func choose(
    _ subspace: Subspace, _ pass: Pass<Scalar>, _ codes: [Int32]?,
    _ codebook: PackedCodebook<Scalar>, margin: Margin, present: Int?, pairCost: Double
  ) -> RankChoice {
    let (frame, kernels) = (pass.frame, pass.kernels)
    let rows = Sample(of: pass.observations, count: sampleRows)
    let books = Sample(of: codebook.centroids, count: sampleCentroids)
    var sampleCodes = [Int32](repeating: 0, count: rows.numbers.count)
    if let codes {
      sampleCodes = rows.numbers.map { codes[$0] }
    } else {
      var search = NearestSearch(
        kernels: kernels, tileRows: rows.numbers.count, featureCount: codebook.featureCount,
        clusterCount: codebook.clusterCount)
      _ = search.findNearest(
        in: Tile(rows.matrix.span), codebook: codebook, frame: frame, margin: margin,
        codes: &sampleCodes)
    }
    var squared = [Double](repeating: 0, count: rows.numbers.count)
    kernels.distances(
      rows.matrix.span, codes: sampleCodes, centroids: codebook.centroids.elements,
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
      featureCount: codebook.featureCount, present: present, pairCost: pairCost)
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
