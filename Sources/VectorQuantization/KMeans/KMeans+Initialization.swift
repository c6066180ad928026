extension KMeans {
  /// How the centroids a run starts from are chosen.
  public enum Initialization: String, Sendable, CaseIterable {
    /// The engine chooses: ``greedyPlusPlus`` for few clusters, ``plusPlus`` for many.
    case automatic
    /// Distinct observations drawn uniformly. Costs next to nothing.
    case points
    /// Draws from the normal distribution with the observations' mean and covariance. Centroids
    /// may lie far from any observation, so clusters often stay empty; SciPy's default in
    /// `kmeans2`, which calls it `random`.
    case gaussian
    /// k-means++: each centroid is an observation drawn with a probability proportional to its
    /// squared distance from the centroids chosen before (D. Arthur and S. Vassilvitskii, SODA
    /// 2007). Reads the observations *k* times, which for few features costs tens of iterations.
    case plusPlus = "plusplus"
    /// Greedy k-means++: of 2 + ⌊ln *k*⌋ draws, the one that lowers the inertia most. Better
    /// starts than ``plusPlus`` at that many times its price.
    case greedyPlusPlus = "greedy"
    /// k-means||: five rounds of draws, independent of one another within a round, then greedy
    /// k-means++ among those drawn (B. Bahmani et al., PVLDB 2012).
    case parallel
  }
}
