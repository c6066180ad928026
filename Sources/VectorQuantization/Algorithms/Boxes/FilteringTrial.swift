/// A look at whether filtering would leave few pairs to compare: on a sample, with rows of it in the
/// place of centroids.
///
/// With more than a few features that hangs on the data: on how far clusters lie apart, and along how
/// many directions. The sample's leaves hold as many rows as those of all observations would, so their
/// boxes are larger, and the share found is no lower than the real one, as a rule.
struct FilteringTrial {
  /// The share of pairs that the sample had to compare.
  let share: Double

  /// Every so many observations are in the sample.
  private static var stride: Int { 16 }
  /// Filtering takes less time than other algorithms if no more pairs than this are left.
  static var highestShare: Double { 0.3 }

  /// Tries filtering.
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
  /// Whether a trial is to decide if observations are filtered.
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
  /// Copies of `count` rows at equal distances.
  fileprivate func sample(of count: Int) -> Matrix<Scalar> {
    copies(of: (0..<count).map { $0 * rowCount / count })
  }
}

extension Matrix<Double> {
  /// The numbers of the rows except for copies of an earlier one, ascending.
  fileprivate var distinctRows: [Int32] {
    let rows = span
    var isCopy = [Bool](repeating: false, count: rowCount)
    let duplicates = DuplicateRows(capacity: rowCount)
    for row in 0..<rowCount { duplicates.hashes[row] = DuplicateRows.hash(rows[row: row]) }
    duplicates.forEachCopy(in: rows) { isCopy[$0] = true }
    return (0..<rowCount).filter { !isCopy[$0] }.map { Int32($0) }
  }
}
