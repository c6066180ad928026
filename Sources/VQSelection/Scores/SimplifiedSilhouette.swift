public import VectorQuantization

extension Dispersion {
  /// The mean simplified silhouette of the observations: how much nearer they are to the mean of
  /// their own cluster than to the nearest other one, from -1 to 1.
  ///
  /// Greater is better. With *a* the distance, not squared, to the mean of the own cluster and *b* that to the nearest
  /// other mean, a silhouette is (*b* − *a*) / max(*a*, *b*), and 0 if both are 0. That of the only
  /// observation of a cluster is 0, so that as many clusters as observations are not the best.
  ///
  /// E. R. Hruschka, L. N. de Castro and R. J. G. B. Campello, "Evolutionary algorithms for clustering
  /// gene-expression data", ICDM 2004; L. Vendramin, R. J. G. B. Campello and E. R. Hruschka,
  /// "Relative clustering validity criteria: a comparative overview", Statistical Analysis and Data
  /// Mining 3, 2010.
  ///
  /// - Parameters:
  ///   - observations: The observations that were measured.
  ///   - codes: Their codes.
  ///   - workers: The most threads to use; `nil` means every processor.
  /// - Returns: The mean, or `nil` unless there are at least two clusters that have observations, and
  ///   fewer than observations.
  /// - Throws: ``ClusteringError`` if the observations and codes are not as many as were measured.
  /// - Complexity: O(*n* · *k* · *d*) at worst; the triangle inequality leaves out most means that
  ///   are far away. O(*k*² · *d*) beforehand.
  public func simplifiedSilhouette<Source: ObservationSource & ~Escapable>(
    of observations: borrowing Source, codes: [Int32], workers: Int? = nil
  ) throws(ClusteringError) -> Double? {
    try observations.withMatrix { matrix throws(ClusteringError) in
      try simplifiedSilhouette(of: matrix, codes, workers: workers)
    }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func simplifiedSilhouette<Scalar: VectorScalar>(
    of observations: MatrixSpan<Scalar>, _ codes: [Int32], workers: Int?
  ) throws(ClusteringError) -> Double? {
    let (n, d) = (observations.rowCount, observations.columnCount)
    try ClusteringError.check(workers: workers)
    if d != means.columnCount {
      throw .featureCountMismatch(expected: d, found: means.columnCount)
    }
    let members = try Members(codes: codes, rowCount: n, clusterCount: counts.count)
    guard let k = scoredClusterCount else { return nil }
    let work = Double(n) * Double(d) * Double(min(k, 8))
    let threads = Workers.count(forScalarWork: work, limit: workers)
    let search = OtherMeanSearch(means, codes: occupied, workers: threads)

    let sums = RowChunks(rowCount: n, recordSize: 1).sum(workers: threads, recordSize: 1) {
      rows, sum in
      var row = [Double](repeating: 0, count: d)
      for number in rows where members.counts[Int(codes[number])] > 1 {
        observations.widen(number, into: &row)
        let (own, other) = search.distances(of: row, code: Int(codes[number]))
        let greater = max(own, other)
        if greater > 0 { sum[0] += (other - own) / greater }
      }
    }
    return sums[0] / Double(n)
  }
}

/// Finds the nearest mean of another cluster.
private struct OtherMeanSearch: Sendable {
  /// A mean, and how far it is from the one whose list it is in.
  private struct Neighbour {
    let code: Int
    let distance: Double
  }

  /// The most neighbours in a list: few observations need as many, and the lists stay small.
  private static let listLength = 32

  private let means: [Double]
  private let codes: [Int]
  /// For each code, the means nearest to its own, ascending.
  private let lists: [[Neighbour]]

  init(_ matrix: Matrix<Double>, codes: [Int], workers: Int) {
    let (means, d) = (matrix.elements, matrix.columnCount)
    self.means = means
    self.codes = codes
    let occupied = Set(codes)
    lists = parallelMap(matrix.rowCount, workers: workers) { code in
      guard occupied.contains(code) else { return [] }
      let mean = Array(means[(code * d)..<((code + 1) * d)])
      let others = codes.filter { $0 != code }.map { other in
        Neighbour(
          code: other, distance: squaredDistance(mean, means, at: other * d).squareRoot())
      }
      return Array(
        others.sorted { ($0.distance, $0.code) < ($1.distance, $1.code) }
          .prefix(Self.listLength))
    }
  }

  /// The distances of a row to the mean of its own cluster, and to the nearest other one.
  func distances(of row: [Double], code: Int) -> (own: Double, other: Double) {
    let d = row.count
    let own = squaredDistance(row, means, at: code * d).squareRoot()
    var nearest = Double.infinity
    for neighbour in lists[code] {
      // By the triangle inequality this mean, and those behind it, are no nearer.
      if neighbour.distance - own >= nearest { return (own, nearest) }
      nearest = min(nearest, squaredDistance(row, means, at: neighbour.code * d).squareRoot())
    }
    if lists[code].count < codes.count - 1 {
      for other in codes where other != code {
        nearest = min(nearest, squaredDistance(row, means, at: other * d).squareRoot())
      }
    }
    return (own, nearest)
  }
}
