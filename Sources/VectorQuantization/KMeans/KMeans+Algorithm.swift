extension KMeans {
  /// How nearest centroids are found.
  ///
  /// All algorithms are exact: from the same centroids they find the same codes. They differ in
  /// speed, and in how sums round.
  public enum Algorithm: String, Sendable, CaseIterable {
    /// The engine chooses, by the number of features and the options alone.
    case automatic
    /// Every observation against every centroid: O(*n* · *k* · *d*) an iteration.
    case lloyd
    /// For observations of one feature: sorts them once, O(*n* log *n*), and then finds where
    /// clusters end by binary search, O(*k* log *n*) an iteration. Takes as much memory again as
    /// the observations, twice that while it sorts. An error with more features.
    case sorted
  }

  /// The algorithm for observations of so many features, with ``Algorithm/automatic`` resolved.
  ///
  /// To sort one feature takes as long as some dense iterations with few clusters, or one with many.
  package func chosenAlgorithm(featureCount: Int) -> Algorithm {
    guard algorithm == .automatic else { return algorithm }
    guard featureCount == 1 else { return .lloyd }
    // Runs seldom end sooner than this, and so many are seldom needed.
    let iterations = min(maximumIterations, 10) * min(restarts, 100)
    return iterations * min(clusterCount, 1024) >= 64 ? .sorted : .lloyd
  }
}
