public import VectorQuantization

/// How well codebooks describe observations that they were not made from: cross-validation.
public struct HeldOutDistortion: Sendable, Equatable {
  /// The number of clusters.
  public let clusterCount: Int
  /// The mean squared distance from an observation to the nearest centroid of a codebook that was
  /// made without it.
  public let meanSquaredDistance: Double
  /// The mean distance, not squared, likewise.
  public let distortion: Double

  /// Measures codebooks of several sizes.
  ///
  /// The observations are divided at random into folds of one size, or nearly. For each fold and
  /// each number of clusters, a codebook is made from the other folds and the fold is encoded by it.
  ///
  /// Unlike the error of a prediction, this seldom rises with the number of clusters: one more
  /// centroid in the midst of a cluster describes new observations better too. Its ``Curve/knee``
  /// tells more than its smallest value.
  ///
  /// - Parameters:
  ///   - observations: One observation a row, every number finite, at least two.
  ///   - search: How codebooks are made; its `clusterCount` is not considered, and its `seed`, or 0,
  ///     also divides the observations.
  ///   - clusterCounts: The numbers of clusters.
  ///   - foldCount: Into how many folds to divide, from 2 to the number of observations; if there
  ///     are fewer of those, as many.
  ///   - onFit: Told after each fit how many are done, and of how many.
  /// - Returns: A result for each number of clusters that is no greater than the observations that
  ///   are left without the largest fold.
  /// - Throws: ``ClusteringError`` if the observations or an option cannot be used.
  /// - Complexity: `foldCount` fits of almost all observations for each number of clusters, and a
  ///   copy of them.
  public static func measure<Source: ObservationSource & ~Escapable>(
    _ observations: borrowing Source, by search: KMeans, clusterCounts: [Int],
    foldCount: Int = 5, onFit: ((_ done: Int, _ total: Int) -> Void)? = nil
  ) throws(ClusteringError) -> [HeldOutDistortion] {
    try ClusteringError.check(.foldCount, foldCount, isAtLeast: 2)
    return try observations.withMatrix { matrix throws(ClusteringError) in
      let n = matrix.rowCount
      if n < 2 { throw .tooFewObservations(rowCount: n, clusterCount: 2) }
      if matrix.columnCount == 0 { throw .emptyObservations(rowCount: n, columnCount: 0) }
      // A fit would number the rows of its own folds.
      try matrix.checkFinite()
      let folds = min(foldCount, n)
      let counts = clusterCounts.filter { $0 <= n - (n + folds - 1) / folds }

      var search = search
      search.seed = search.seed ?? 0
      var generator = Xoshiro256(seed: search.seed ?? 0, restart: 0)
      var foldOfRow = [Int](repeating: 0, count: n)
      for (position, row) in generator.distinctIntegers(n, below: n).enumerated() {
        foldOfRow[row] = position % folds
      }
      var sums = [(squared: Double, plain: Double)](repeating: (0, 0), count: counts.count)
      for fold in 0..<folds {
        let held = matrix.gather((0..<n).filter { foldOfRow[$0] == fold })
        let others = (0..<n).filter { foldOfRow[$0] != fold }
        let rest = matrix.gather(others)
        for (position, count) in counts.enumerated() {
          search.clusterCount = count
          let codebook: Codebook<Source.Scalar>
          do throws(ClusteringError) {
            codebook = try search.fit(rest).codebook
          } catch .magnitudeTooLarge(let row, let column) {
            throw .magnitudeTooLarge(row: others[row], column: column)
          } catch { throw error }
          let distances = try codebook.encode(
            held, workers: search.workers, kernels: search.kernels
          ).distances
          for distance in distances {
            sums[position].squared += Double(distance) * Double(distance)
            sums[position].plain += Double(distance)
          }
          onFit?(fold * counts.count + position + 1, folds * counts.count)
        }
      }
      return zip(counts, sums).map { count, sum in
        HeldOutDistortion(
          clusterCount: count, meanSquaredDistance: sum.squared / Double(n),
          distortion: sum.plain / Double(n))
      }
    }
  }
}
