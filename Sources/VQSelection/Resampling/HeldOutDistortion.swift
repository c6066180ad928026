public import VectorQuantization

/// The distortion of codebooks on observations that they were not trained on, measured by
/// cross-validation.
public struct HeldOutDistortion: Sendable, Equatable {
  /// The number of clusters.
  public let clusterCount: Int
  /// The mean squared distance from a held-out observation to its nearest centroid.
  public let meanSquaredDistance: Double
  /// The mean distance (not squared) from a held-out observation to its nearest centroid.
  public let distortion: Double

  /// Measures codebooks of several sizes.
  ///
  /// The observations are divided at random into folds of (nearly) equal size. For each fold and
  /// each number of clusters, a codebook is trained on the other folds, and encodes this fold.
  ///
  /// Unlike a prediction error, this distortion rarely rises with the number of clusters: one more
  /// centroid within a cluster also describes new observations better. To choose a number of
  /// clusters, use the ``Curve/knee`` rather than the minimum.
  ///
  /// - Parameters:
  ///   - observations: One observation in each row, at least two; all numbers must be finite.
  ///   - search: The configuration for training codebooks. Its `clusterCount` is ignored. Its
  ///     `seed` (0 if `nil`) also divides the observations.
  ///   - clusterCounts: The numbers of clusters.
  ///   - foldCount: The number of folds, at least 2; reduced to the number of observations if there
  ///     are fewer.
  ///   - onFit: Called after each fit with the number of finished fits and the total.
  /// - Returns: One result for each number of clusters, without those that exceed the smallest
  ///   number of training observations.
  /// - Throws: `ClusteringError` if the observations or an option are invalid.
  /// - Complexity: `foldCount` fits, each of almost all observations, for each number of clusters.
  ///   Memory: a copy of the observations.
  public static func measure<Source: ObservationSource & ~Escapable>(
    _ observations: borrowing Source, by search: KMeans, clusterCounts: [Int],
    foldCount: Int = 5, onFit: ((_ done: Int, _ total: Int) -> Void)? = nil
  ) throws(ClusteringError) -> [HeldOutDistortion] {
    try ClusteringError.check(.foldCount, foldCount, isAtLeast: 2)
    return try observations.withMatrix { matrix throws(ClusteringError) in
      let n = matrix.rowCount
      if n < 2 { throw .tooFewObservations(rowCount: n, clusterCount: 2) }
      if matrix.columnCount == 0 { throw .emptyObservations(rowCount: n, columnCount: 0) }
      // The fits would report row numbers within their folds.
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
