public import VectorQuantization

/// The dispersion of observations around the means of their clusters, from which most scores are
/// computed.
///
/// ```swift
/// let clustering = try KMeans(clusterCount: 8).fit(observations)
/// let codes = clustering.codes
/// let dispersion = try Dispersion(of: observations, codes: codes, clusterCount: 8)
/// dispersion.calinskiHarabasz
/// ```
///
/// Only the codes matter. Distances refer to the exact mean of the observations of each code, not
/// to the centroids of a codebook, which may differ in the last digits. All numbers are `Double`. A
/// cluster without observations has no influence on any score.
public struct Dispersion: Sendable, Equatable {
  /// For each code, the number of observations that have it.
  public let counts: [Int]
  /// For each code, the mean of its observations; zeros for an unused code.
  public let means: Matrix<Double>
  /// For each code, the sum of the squared distances from its observations to their mean.
  public let squaredDistances: [Double]
  /// For each code, the sum of the distances (not squared) from its observations to their mean.
  public let distances: [Double]
  /// The sum, over all observations, of the squared distance from the mean of their cluster to the
  /// mean of all observations.
  public let betweenClusters: Double

  /// The sum, over all observations, of the squared distance to the mean of their cluster.
  ///
  /// This is the smallest inertia that the codes allow.
  public var withinClusters: Double { squaredDistances.reduce(0, +) }
  /// The number of observations, *n*.
  public var observationCount: Int { counts.reduce(0, +) }
  /// The codes that at least one observation has, in ascending order.
  var occupied: [Int] { counts.indices.filter { counts[$0] > 0 } }

  /// Measures a clustering, in two passes over the observations.
  ///
  /// Sums are computed from differences to the first observation of each cluster. A common offset
  /// therefore does not reduce accuracy, and equal rows have a dispersion of exactly 0.
  ///
  /// - Parameters:
  ///   - observations: One observation in each row; all numbers must be finite.
  ///   - codes: For each observation, the number of its cluster.
  ///   - clusterCount: The number of clusters; codes must be smaller.
  ///   - workers: The maximum number of threads; `nil` means one for each available processor. The
  ///     result is the same, bit for bit, with any number of threads.
  /// - Throws: `ClusteringError` if there are no observations, one of them is not finite, or the
  ///   codes do not match the observations.
  /// - Complexity: O(*n* · *d*), and at least O(*k* · *d*) memory for each thread.
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

  /// Returns the weighted sum of the squared distances from the means to their common mean.
  private static func dispersion(
    of means: [Double], counts: [Int], featureCount d: Int
  ) -> Double {
    let occupied = counts.indices.filter { counts[$0] > 0 }
    let total = Double(counts.reduce(0, +))
    var center = [Double](repeating: 0, count: d)
    for column in 0..<d {
      // Differences to one of the means, for the same accuracy as above.
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
  /// Throws an error if a number is not finite.
  func checkFinite() throws(ClusteringError) {
    for row in 0..<rowCount {
      let elements = self[row: row]
      for column in elements.indices where !elements[column].isFinite {
        throw .notFinite(row: row, column: column)
      }
    }
  }
}
