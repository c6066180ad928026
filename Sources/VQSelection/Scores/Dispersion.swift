public import VectorQuantization

/// How observations lie about the means of their clusters: what most scores are computed from.
///
/// ```swift
/// let clustering = try KMeans(clusterCount: 8).fit(observations)
/// let codes = clustering.codes
/// let dispersion = try Dispersion(of: observations, codes: codes, clusterCount: 8)
/// dispersion.calinskiHarabasz
/// ```
///
/// Only the codes matter: distances are those to the means of the observations that have a code,
/// which a codebook's centroids need not be to the last digit. All numbers are `Double`. A cluster
/// that has no observations counts for nothing, in any score.
public struct Dispersion: Sendable, Equatable {
  /// For each code, how many observations have it.
  public let counts: [Int]
  /// For each code, the mean of its observations; zeros for a code that none has.
  public let means: Matrix<Double>
  /// For each code, the sum of the squared distances of its observations to their mean.
  public let squaredDistances: [Double]
  /// For each code, the sum of the distances, not squared, of its observations to their mean.
  public let distances: [Double]
  /// The sum, over all observations, of the squared distance from the mean of their cluster to that
  /// of all observations.
  public let betweenClusters: Double

  /// The sum of the squared distances of all observations to the means of their clusters: the smallest
  /// inertia that the codes allow.
  public var withinClusters: Double { squaredDistances.reduce(0, +) }
  /// The number of observations, *n*.
  public var observationCount: Int { counts.reduce(0, +) }
  /// The codes that some observation has, ascending.
  var occupied: [Int] { counts.indices.filter { counts[$0] > 0 } }

  /// Measures a clustering, in two passes over the observations.
  ///
  /// Sums are formed of differences from the first observation of each cluster, so that neither a
  /// common offset nor equal rows cost accuracy: equal rows have dispersion exactly 0.
  ///
  /// - Parameters:
  ///   - observations: One observation a row, every number finite.
  ///   - codes: For each observation, the number of its cluster.
  ///   - clusterCount: The number of clusters that codes can name.
  ///   - workers: The most threads to use; `nil` means every processor. The result is the same, bit
  ///     for bit, on any number of them.
  /// - Throws: ``ClusteringError`` if there are no observations, one is not finite, or the codes do
  ///   not fit.
  /// - Complexity: O(*n* · *d*), and O(*k* · *d*) memory a thread, at least.
  public init<Source: ObservationSource & ~Escapable>(
    of observations: borrowing Source, codes: [Int32], clusterCount: Int, workers: Int? = nil
  ) throws(ClusteringError) {
    self = try observations.withMatrix { matrix throws(ClusteringError) in
      try Dispersion(matrix, codes: codes, clusterCount: clusterCount, workers: workers)
    }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private init<Scalar: VectorScalar>(
    _ observations: MatrixSpan<Scalar>, codes: [Int32], clusterCount: Int, workers: Int?
  ) throws(ClusteringError) {
    let (n, d) = (observations.rowCount, observations.columnCount)
    try ClusteringError.check(workers: workers)
    if n == 0 || d == 0 { throw .emptyObservations(rowCount: n, columnCount: d) }
    let members = try Members(codes: codes, rowCount: n, clusterCount: clusterCount)
    let threads = Workers.count(forScalarWork: Double(n) * Double(d), limit: workers)

    var centers = [Double](repeating: 0, count: clusterCount * d)
    for code in members.occupied {
      let first = observations[row: members.firstRows[code]]
      for column in 0..<d { centers[code * d + column] = Double(first[column]) }
    }
    let origins = centers
    let sums = RowChunks(rowCount: n, recordSize: origins.count).sum(
      workers: threads, recordSize: origins.count
    ) { rows, sums in
      for row in rows {
        let (elements, start) = (observations[row: row], Int(codes[row]) * d)
        for column in 0..<d {
          sums[start + column] += Double(elements[column]) - origins[start + column]
        }
      }
    }
    for code in members.occupied {
      let count = Double(members.counts[code])
      for index in (code * d)..<((code + 1) * d) { centers[index] += sums[index] / count }
    }

    let means = centers
    let measured = RowChunks(rowCount: n, recordSize: 2 * clusterCount).sum(
      workers: threads, recordSize: 2 * clusterCount
    ) { rows, record in
      var row = [Double](repeating: 0, count: d)
      for number in rows {
        observations.widen(number, into: &row)
        let code = Int(codes[number])
        let square = squaredDistance(row, means, at: code * d)
        record[code] += square
        record[clusterCount + code] += square.squareRoot()
      }
    }
    counts = members.counts
    self.means = Matrix(means, columns: d)
    squaredDistances = Array(measured[..<clusterCount])
    distances = Array(measured[clusterCount...])
    betweenClusters = Self.dispersion(of: means, counts: members.counts, featureCount: d)
    if !withinClusters.isFinite { try observations.checkFinite() }
  }

  /// The sum of the weighted squared distances of means to the mean of them all.
  private static func dispersion(
    of means: [Double], counts: [Int], featureCount d: Int
  ) -> Double {
    let occupied = counts.indices.filter { counts[$0] > 0 }
    let total = Double(counts.reduce(0, +))
    var center = [Double](repeating: 0, count: d)
    for column in 0..<d {
      // From one of them, for the same reason as above.
      let origin = means[occupied[0] * d + column]
      let shares = occupied.map { Double(counts[$0]) * (means[$0 * d + column] - origin) }
      center[column] = origin + shares.reduce(0, +) / total
    }
    return occupied.reduce(0) { sum, code in
      sum + Double(counts[code]) * squaredDistance(center, means, at: code * d)
    }
  }
}

extension MatrixSpan {
  /// Fails if a number is not finite.
  func checkFinite() throws(ClusteringError) {
    for row in 0..<rowCount {
      let elements = self[row: row]
      for column in elements.indices where !elements[column].isFinite {
        throw .notFinite(row: row, column: column)
      }
    }
  }
}
