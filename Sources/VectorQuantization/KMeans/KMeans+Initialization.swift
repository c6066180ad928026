extension KMeans {
  /// How the centroids a run starts from are chosen.
  public enum Initialization: String, Sendable, CaseIterable {
    /// ``greedyPlusPlus`` for up to 1024 clusters, where it seldom takes more than a fifth of a fit,
    /// and ``plusPlus`` for more; of more than four million observations, among a sample of them.
    case automatic
    /// Distinct observations drawn uniformly. Costs next to nothing.
    case points
    /// Draws from the normal distribution with the observations' mean and covariance. Centroids
    /// may lie far from any observation, so clusters often stay empty; SciPy's default in
    /// `kmeans2`, which calls it `random`.
    case gaussian
    /// k-means++: each centroid is an observation drawn with a probability proportional to its
    /// squared distance from the centroids chosen before (D. Arthur and S. Vassilvitskii, SODA
    /// 2007). Takes as long as an iteration or two of many features, and some more of few.
    case plusPlus = "plusplus"
    /// Greedy k-means++: of 2 + ⌊ln *k*⌋ draws, the one that lowers the inertia most. Better
    /// starts than ``plusPlus`` at some four times its price.
    case greedyPlusPlus = "greedy"
    /// k-means||: five rounds of draws, independent of one another within a round, then greedy
    /// k-means++ among those drawn (B. Bahmani et al., PVLDB 2012). Starts as good as greedy ones for
    /// more work, but in few passes over the observations, whatever *k*.
    case parallel
  }
}
