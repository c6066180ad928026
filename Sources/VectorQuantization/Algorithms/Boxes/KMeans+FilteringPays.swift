extension KMeans {
  /// Returns whether ``Algorithm/filtering`` is likely to be faster than ``Algorithm/lloyd``.
  ///
  /// The answer depends only on the shape and the options. Sorting the observations into spatial
  /// order takes as long as comparing each with about 2000 centroids, and each cluster must hold
  /// some observations. With more than four features, too many centroids remain for each box,
  /// unless clusters are far apart.
  package func filteringPays(rowCount: Int, featureCount: Int) -> Bool {
    guard (2...4).contains(featureCount), clusterCount >= 64 else { return false }
    // Most runs take more iterations than this.
    let iterations = Double(min(maximumIterations, 10)) * Double(restarts)
    return rowCount / 32 >= clusterCount && iterations * Double(clusterCount) >= 2000
  }
}
