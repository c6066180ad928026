public import VectorQuantization

/// Returns the mean silhouette coefficient of the observations, or of a sample; larger is better.
///
/// A silhouette is a number from -1 to 1 that compares the distances to the own cluster and to the
/// nearest other cluster. Let *a* be the mean distance (not squared) to the other observations of
/// the own cluster, and *b* the smallest mean distance to the observations of another cluster. The
/// silhouette is (*b* − *a*) / max(*a*, *b*), and 0 for the only observation of a cluster. Matches
/// scikit-learn's `silhouette_score`.
///
/// P. J. Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster
/// analysis", Journal of Computational and Applied Mathematics 20, 1987.
///
/// - Parameters:
///   - observations: One observation in each row; those of the sample must be finite.
///   - codes: For each observation, the number of its cluster.
///   - clusterCount: The number of clusters; codes must be smaller.
///   - sampleCount: The number of observations to draw and compare with each other. If there are no
///     more observations than this, all of them are compared, and the result is exact.
///   - seed: The seed of the sample. Use the same seed for clusterings that you compare.
///   - workers: The maximum number of threads; `nil` means one for each available processor. The
///     result is the same, bit for bit, with any number of threads.
/// - Returns: The mean silhouette; `nil` if the sample has observations of fewer than two clusters,
///   or as many clusters as observations.
/// - Throws: `ClusteringError` if the codes do not match the observations, a number is not finite,
///   or an option is out of range.
/// - Complexity: O(*m*² · *d*) for a sample of *m* observations, and O(*m* · *d*) memory.
public func silhouette<Source: ObservationSource & ~Escapable>(
  of observations: borrowing Source, codes: [Int32], clusterCount: Int,
  sampleCount: Int = 5_000, seed: UInt64 = 0, workers: Int? = nil
) throws(ClusteringError) -> Double? {
  try ClusteringError.check(workers: workers)
  try ClusteringError.check(.sampleCount, sampleCount, isAtLeast: 1)
  var rows: [Int] = []
  let sample = try observations.withObservations { lent throws(ClusteringError) in
    _ = try Members(codes: codes, rowCount: lent.rowCount, clusterCount: clusterCount)
    rows = sampledRows(sampleCount, of: lent.rowCount, seed: seed)
    return try lent.copies(of: rows)
  }
  let sampleSpan = sample.span
  try sampleSpan.checkFinite()
  let found = rows.map { Int(codes[$0]) }
  return SilhouetteSample(sampleSpan, codes: found, clusterCount: clusterCount)
    .mean(workers: workers)
}

/// Draws distinct rows, all selections equally likely; returns all rows if there are no more than
/// `count`.
///
/// - Returns: The row numbers, in ascending order.
package func sampledRows(_ count: Int, of rowCount: Int, seed: UInt64) -> [Int] {
  guard count < rowCount else { return Array(0..<rowCount) }
  var generator = Xoshiro256(seed: seed, restart: 0)
  return generator.distinctIntegers(count, below: rowCount).sorted()
}

/// A sample in which each observation is compared with all others, eight at a time.
private struct SilhouetteSample: Sendable {
  private let codes: [Int]
  private let counts: [Int]
  private let featureCount: Int
  /// One panel for each eight rows, feature by feature; missing rows are zeros.
  private let panels: [SIMD8<Double>]

  init<Scalar: VectorScalar>(_ rows: MatrixSpan<Scalar>, codes: [Int], clusterCount: Int) {
    let (n, d) = (rows.rowCount, rows.columnCount)
    var panels = [SIMD8<Double>](repeating: .zero, count: (n + 7) / 8 * d)
    var counts = [Int](repeating: 0, count: clusterCount)
    for row in 0..<n {
      counts[codes[row]] += 1
      for column in 0..<d { panels[row / 8 * d + column][row % 8] = Double(rows[row, column]) }
    }
    self.panels = panels
    self.codes = codes
    self.counts = counts
    featureCount = d
  }

  /// Returns the mean silhouette, or `nil` if it is undefined.
  func mean(workers: Int?) -> Double? {
    let (n, k) = (codes.count, counts.count { $0 > 0 })
    guard k > 1, k < n else { return nil }
    let threads = Workers.count(
      forScalarWork: Double(n) * Double(n) * Double(featureCount), limit: workers)
    // Each row is compared with all rows, so few rows are enough work for a thread.
    let stretch = 64
    let sums = parallelMap((n + stretch - 1) / stretch, workers: threads) { part in
      var totals = [Double](repeating: 0, count: counts.count)
      var sum = 0.0
      for row in (part * stretch)..<min((part + 1) * stretch, n) {
        sum += silhouette(of: row, totals: &totals)
      }
      return sum
    }
    return sums.reduce(0, +) / Double(n)
  }

  private func silhouette(of row: Int, totals: inout [Double]) -> Double {
    let own = codes[row]
    guard counts[own] > 1 else { return 0 }
    for code in totals.indices { totals[code] = 0 }
    let (d, start, lane) = (featureCount, row / 8 * featureCount, row % 8)
    let values = (0..<d).map { SIMD8<Double>(repeating: panels[start + $0][lane]) }
    for panel in 0..<((codes.count + 7) / 8) {
      var squares = SIMD8<Double>.zero
      for column in 0..<d {
        let difference = panels[panel * d + column] - values[column]
        squares += difference * difference
      }
      let distances = squares.squareRoot()
      for other in (panel * 8)..<min(panel * 8 + 8, codes.count) {
        totals[codes[other]] += distances[other - panel * 8]
      }
    }

    let within = totals[own] / Double(counts[own] - 1)
    var nearest = Double.infinity
    for code in totals.indices where code != own && counts[code] > 0 {
      nearest = min(nearest, totals[code] / Double(counts[code]))
    }
    let greater = max(within, nearest)
    return greater > 0 ? (nearest - within) / greater : 0
  }
}
