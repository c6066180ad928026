internal import Foundation
internal import VectorQuantization

extension Dispersion {
  /// The Calinski-Harabasz index; larger is better.
  ///
  /// The index is the ratio of the dispersion between clusters to the dispersion within clusters,
  /// each divided by its degrees of freedom.
  ///
  /// It is `nil` where scikit-learn's `calinski_harabasz_score` raises an error: if fewer than two
  /// clusters have observations, or each observation is a cluster of its own. As in scikit-learn,
  /// it is 1 if every observation lies on the mean of its cluster.
  ///
  /// T. Caliński and J. Harabasz, "A dendrite method for cluster analysis", Communications in
  /// Statistics 3, 1974.
  public var calinskiHarabasz: Double? {
    guard let k = scoredClusterCount else { return nil }
    let within = withinClusters
    if within == 0 { return 1 }
    return betweenClusters * Double(observationCount - k) / (within * Double(k - 1))
  }

  /// The Davies-Bouldin index; smaller is better.
  ///
  /// The ratio of two clusters is the sum of their mean distances (not squared), divided by the
  /// distance of their means. The index is the mean, over all clusters, of the largest ratio to
  /// another cluster.
  ///
  /// It is `nil` where scikit-learn's `davies_bouldin_score` raises an error: see
  /// ``calinskiHarabasz``. As in scikit-learn, two clusters with the same mean are not compared.
  /// The index is 0 if every observation lies on the mean of its cluster; scikit-learn returns 0
  /// for all mean distances up to 1e-8, whatever the unit of the observations.
  ///
  /// D. L. Davies and D. W. Bouldin, "A cluster separation measure", IEEE Transactions on Pattern
  /// Analysis and Machine Intelligence 1, 1979.
  ///
  /// - Complexity: O(*k*² · *d*).
  public var daviesBouldin: Double? {
    guard let k = scoredClusterCount else { return nil }
    let (codes, d, centers) = (occupied, means.columnCount, means.elements)
    let widths = codes.map { distances[$0] / Double(counts[$0]) }
    var worst = [Double](repeating: 0, count: k)
    for one in 0..<k {
      let center = Array(centers[(codes[one] * d)..<((codes[one] + 1) * d)])
      for other in (one + 1)..<k {
        let apart = squaredDistance(center, centers, at: codes[other] * d).squareRoot()
        guard apart > 0 else { continue }
        let ratio = (widths[one] + widths[other]) / apart
        worst[one] = max(worst[one], ratio)
        worst[other] = max(worst[other], ratio)
      }
    }
    return worst.reduce(0, +) / Double(k)
  }

  /// The Bayesian information criterion (BIC) of Pelleg and Moore; larger is better.
  ///
  /// The criterion is the log-likelihood of the observations, minus half the logarithm of their
  /// number for each parameter. The model is a mixture of spherical Gaussians with a common
  /// variance, centred on the means of the clusters. For *n* observations of *d* features in *k*
  /// clusters of *n*ᵢ observations, with σ² = withinClusters / (*d* · (*n* − *k*)), it is
  ///
  ///     Σᵢ nᵢ ln(nᵢ / n) − n d ln(2πσ²) / 2 − d (n − k) / 2 − (k (d + 1) / 2) ln n
  ///
  /// D. Pelleg and A. Moore, "X-means: extending k-means with efficient estimation of the number of
  /// clusters", ICML 2000. The variance and the logarithm of 2π in the paper lack the factor *d*,
  /// so the result is not a likelihood for more than one feature. This property uses the correction
  /// of A. Foglia and B. Hancock, "Notes on Bayesian information criterion calculation for X-means
  /// clustering", 2012.
  ///
  /// It is `nil` if there are no more observations than clusters, or if all observations lie on the
  /// means of their clusters, because the likelihood is then unbounded.
  public var bayesianInformation: Double? {
    let (n, d) = (Double(observationCount), Double(means.columnCount))
    let k = Double(occupied.count)
    let within = withinClusters
    guard n > k, within > 0, within.isFinite else { return nil }
    let variance = within / (d * (n - k))
    let shares = counts.filter { $0 > 0 }.map { Double($0) * log(Double($0) / n) }
    let likelihood =
      shares.reduce(0, +) - n * d * log(2 * Double.pi * variance) / 2 - d * (n - k) / 2
    return likelihood - k * (d + 1) / 2 * log(n)
  }

  /// The number of clusters that have observations; `nil` if separation scores are undefined for
  /// it.
  var scoredClusterCount: Int? {
    let k = occupied.count
    return k > 1 && k < observationCount ? k : nil
  }
}
