public import VectorQuantization

extension Dispersion {
  /// Returns the mean simplified silhouette of the observations; larger is better.
  ///
  /// A simplified silhouette is a number from -1 to 1 that compares the distances to the means of
  /// the own cluster and of the nearest other cluster. Let *a* be the distance (not squared) to the
  /// mean of the own cluster, and *b* the distance to the nearest other mean. The silhouette is
  /// (*b* − *a*) / max(*a*, *b*), and 0 if both are 0. It is also 0 for the only observation of a
  /// cluster; otherwise as many clusters as observations would be best.
  ///
  /// E. R. Hruschka, L. N. de Castro and R. J. G. B. Campello, "Evolutionary algorithms for
  /// clustering gene-expression data", ICDM 2004; L. Vendramin, R. J. G. B. Campello and E. R.
  /// Hruschka, "Relative clustering validity criteria: a comparative overview", Statistical
  /// Analysis and Data Mining 3, 2010.
  ///
  /// - Parameters:
  ///   - observations: The observations that were measured.
  ///   - codes: The codes of the observations.
  ///   - workers: The maximum number of threads; `nil` means one for each available processor.
  /// - Returns: The mean simplified silhouette; `nil` if fewer than two clusters have observations,
  ///   or each observation is a cluster of its own.
  /// - Throws: `ClusteringError` if the observations or codes do not match the measured ones in
  ///   number.
  /// - Complexity: At most O(*n* · *k* · *d*); the triangle inequality rules out most distant
  ///   means. Preparation takes O(*k*² · *d*).
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

/// A search for the nearest mean of another cluster.
private struct OtherMeanSearch: Sendable {
  /// A mean, and its distance from the mean that the list belongs to.
  private struct Neighbour {
    let code: Int
    let distance: Double
  }

  /// The maximum number of neighbours in a list: few observations need more, and the lists stay
  /// small.
  private static let listLength = 32

  private let means: [Double]
  private let codes: [Int]
  /// For each code, the means nearest to its own mean, in ascending order of distance.
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

  /// Returns the distances of a row to the mean of its own cluster, and to the nearest other mean.
  func distances(of row: [Double], code: Int) -> (own: Double, other: Double) {
    let d = row.count
    let own = squaredDistance(row, means, at: code * d).squareRoot()
    var nearest = Double.infinity
    for neighbour in lists[code] {
      // By the triangle inequality, this mean and all later ones in the list are no nearer.
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
