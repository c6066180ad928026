/// Estimates on a sample whether filtering leaves few pairs to compare.
///
/// Some of the observations serve as centroids. With more than a few features, the share of pairs
/// left depends on the data: on the distances between clusters, and on the number of directions in
/// which they spread. The sample's leaves have as many rows as the leaves of all observations, so
/// their boxes are larger. So the estimated share is usually not below the real share.
struct FilteringTrial {
  /// The share of pairs that had to be compared in the sample.
  let share: Double

  /// The sample holds one of this many observations.
  private static var stride: Int { 16 }
  /// Filtering is faster than other algorithms if at most this share of the pairs is left.
  static var highestShare: Double { 0.3 }

  /// Tries filtering on a sample.
  init<Scalar: VectorScalar>(
    _ input: borrowing FitInput<Scalar>, _ execution: Execution<Scalar>
  ) {
    let clusterCount = input.plan.clusterCount
    let rows = input.observations.sample(of: input.plan.rowCount / Self.stride)
    let centroids = Matrix<Double>(input.observations.sample(of: clusterCount))
    let filtered = FilteredObservations(
      FitInput(
        ObservationTiles(rows.span), weights: nil, frame: input.frame, plan: input.plan),
      execution)
    let pairCount = filtered.assign(
      to: centroids.span, distinct: centroids.distinctRows, execution)
    share = Double(pairCount) / Double(rows.rowCount * clusterCount)
  }
}

extension KMeans {
  /// Returns whether a trial should decide if observations are filtered.
  func triesFiltering(rowCount: Int, featureCount: Int, scalarSize: Int) -> Bool {
    let iterations = Double(min(maximumIterations, 10)) * Double(restarts)
    return algorithm == .automatic && featureCount >= 5
      && Algorithm.filtering.suits(featureCount: featureCount)
      && clusterCount >= 64 && rowCount >= max(50_000, 256 * clusterCount)
      && iterations * Double(clusterCount) >= 1000
      && KMeans.Algorithm.filtering.rowBytes(featureCount: featureCount, scalarSize: scalarSize)
        <= memoryLimit(rowCount: rowCount) / max(1, rowCount)
  }
}

extension ObservationTiles {
  /// Copies `count` rows at equal distances.
  fileprivate func sample(of count: Int) -> Matrix<Scalar> {
    copies(of: (0..<count).map { $0 * rowCount / count })
  }
}

extension Matrix<Double> {
  /// The numbers of the rows, ascending, without copies of an earlier row.
  fileprivate var distinctRows: [Int32] {
    let rows = span
    var isCopy = [Bool](repeating: false, count: rowCount)
    let duplicates = DuplicateRows(capacity: rowCount)
    for row in 0..<rowCount { duplicates.hashes[row] = DuplicateRows.hash(rows[row: row]) }
    duplicates.forEachCopy(in: rows) { isCopy[$0] = true }
    return (0..<rowCount).filter { !isCopy[$0] }.map { Int32($0) }
  }
}
