extension KMeans {
  /// How nearest centroids are found.
  ///
  /// All algorithms are exact and give the same codes, so they differ in speed only.
  public enum Algorithm: String, Sendable, CaseIterable {
    /// The engine chooses.
    case automatic
    /// Every observation against every centroid.
    case lloyd
  }
}
