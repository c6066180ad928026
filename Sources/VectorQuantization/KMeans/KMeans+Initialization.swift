extension KMeans {
  /// How a run chooses its starting centroids.
  public enum Initialization: String, Sendable, CaseIterable {
    /// Selects ``greedyPlusPlus`` for up to 1024 clusters, and ``plusPlus`` for more; the default.
    ///
    /// Up to 1024 clusters, greedy seeding rarely takes more than a fifth of a fit. With more than
    /// four million observations, the centroids are chosen from a sample of them.
    case automatic
    /// Draws distinct observations uniformly.
    ///
    /// Takes almost no time.
    case points
    /// Draws from the normal distribution with the mean and covariance of the observations.
    ///
    /// Centroids may lie far from all observations, so clusters often stay empty. SciPy's `kmeans2`
    /// uses it by default, under the name `random`.
    case gaussian
    /// k-means++: draws each centroid with a probability proportional to its squared distance from
    /// the centroids drawn before.
    ///
    /// Takes as long as one or two iterations with many features, and somewhat longer with few.
    ///
    /// D. Arthur and S. Vassilvitskii, SODA 2007.
    case plusPlus = "plusplus"
    /// Greedy k-means++: makes 2 + ⌊ln *k*⌋ draws for each centroid, and keeps the one that lowers
    /// the inertia most.
    ///
    /// The starting centroids are better than those of ``plusPlus`` and take about four times as
    /// long.
    case greedyPlusPlus = "greedy"
    /// k-means||: draws candidates in five rounds, then selects among them by greedy k-means++.
    ///
    /// The draws of one round are independent of each other, so seeding takes few passes over the
    /// observations, whatever *k*. The starting centroids are as good as greedy ones, for more
    /// work.
    ///
    /// B. Bahmani et al., PVLDB 2012.
    case parallel
  }
}
