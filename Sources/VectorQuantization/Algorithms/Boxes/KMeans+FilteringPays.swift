extension KMeans {
  /// Whether ``Algorithm/filtering`` is likely to take less time than ``Algorithm/lloyd``.
  ///
  /// By shape and options alone. To put observations in order takes as long as comparing each with
  /// some 2000 centroids; clusters must hold some observations each, and with more than four features too
  /// many centroids are left for a box, unless clusters are far apart.
  package func filteringPays(rowCount: Int, featureCount: Int) -> Bool {
    guard (2...4).contains(featureCount), clusterCount >= 64 else { return false }
    // Most runs take more iterations than this.
    let iterations = Double(min(maximumIterations, 10)) * Double(restarts)
    return rowCount / 32 >= clusterCount && iterations * Double(clusterCount) >= 2000
  }
}
