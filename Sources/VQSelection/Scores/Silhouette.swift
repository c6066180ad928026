public import VectorQuantization

/// Computes the mean silhouette of observations, or of a sample of them: how much nearer they are to
/// the observations of their own cluster than to those of the nearest other one, from -1 to 1.
///
/// Greater is better. With *a* the mean distance, not squared, to the other observations of the own cluster and *b* the
/// smallest mean distance to those of another one, a silhouette is (*b* − *a*) / max(*a*, *b*), and 0 for
/// the only observation of a cluster. P. J. Rousseeuw, "Silhouettes: a graphical aid to the
/// interpretation and validation of cluster analysis", Journal of Computational and Applied
/// Mathematics 20, 1987; scikit-learn's `silhouette_score`.
///
/// - Parameters:
///   - observations: One observation a row, every number finite.
///   - codes: For each observation, the number of its cluster.
///   - clusterCount: The number of clusters that codes can name.
///   - sampleCount: How many observations to draw, and to compare with one another; all of them if
///     there are no more, and then the silhouette is exact.
///   - seed: Fixes the sample. Clusterings that are to be compared should have the same.
///   - workers: The most threads to use; `nil` means every processor. The result is the same, bit
///     for bit, on any number of them.
/// - Returns: The mean, or `nil` unless the sample has observations of at least two clusters, and of
///   fewer clusters than observations.
/// - Throws: ``ClusteringError`` if the codes do not fit, a number is not finite, or an option is out
///   of range.
/// - Complexity: O(*m*² · *d*) for a sample of *m*, and O(*m* · *d*) memory.
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

/// Draws distinct rows, every selection equally likely; all of them if there are no more.
///
/// - Returns: The numbers of the rows, ascending.
package func sampledRows(_ count: Int, of rowCount: Int, seed: UInt64) -> [Int] {
  guard count < rowCount else { return Array(0..<rowCount) }
  var generator = Xoshiro256(seed: seed, restart: 0)
  return generator.distinctIntegers(count, below: rowCount).sorted()
}

/// Observations that are each compared with all others, eight at a time.
private struct SilhouetteSample: Sendable {
  private let codes: [Int]
  private let counts: [Int]
  private let featureCount: Int
  /// For each eight rows, the features one after the other; rows that are not there are zeros.
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

  /// The mean silhouette, or `nil` if it means nothing.
  func mean(workers: Int?) -> Double? {
    let (n, k) = (codes.count, counts.count { $0 > 0 })
    guard k > 1, k < n else { return nil }
    let threads = Workers.count(
      forScalarWork: Double(n) * Double(n) * Double(featureCount), limit: workers)
    // Each row is compared with all, so few of them are work for a thread.
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
