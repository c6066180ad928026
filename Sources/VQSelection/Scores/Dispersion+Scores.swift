internal import Foundation
internal import VectorQuantization

extension Dispersion {
  /// The Calinski-Harabasz index: the dispersion between clusters over that within them, each a
  /// mean over its degrees of freedom.
  ///
  /// Greater is better.
  ///
  /// T. Caliński and J. Harabasz, "A dendrite method for cluster analysis", Communications in
  /// Statistics 3, 1974. It is `nil` where scikit-learn's `calinski_harabasz_score` raises: unless
  /// there are at least two clusters that have observations, and fewer than observations. It is 1,
  /// as there, if every observation lies on the mean of its cluster.
  public var calinskiHarabasz: Double? {
    guard let k = scoredClusterCount else { return nil }
    let within = withinClusters
    if within == 0 { return 1 }
    return betweenClusters * Double(observationCount - k) / (within * Double(k - 1))
  }

  /// The Davies-Bouldin index: for each cluster the largest ratio to another one of their mean
  /// distances, added, to the distance of their means; then the mean of those.
  ///
  /// Less is better.
  ///
  /// D. L. Davies and D. W. Bouldin, "A cluster separation measure", IEEE Transactions on Pattern
  /// Analysis and Machine Intelligence 1, 1979, with distances that are not squared. It is `nil`
  /// where scikit-learn's `davies_bouldin_score` raises: see ``calinskiHarabasz``. Two clusters of
  /// the same mean do not count against each other, as there. It is 0 if every observation lies on
  /// the mean of its cluster; scikit-learn says 0 for mean distances up to 1e-8 already, whatever
  /// the unit of the observations.
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

  /// The Bayesian information criterion of Pelleg and Moore: the log-likelihood of the observations
  /// less half the logarithm of their number for each parameter.
  ///
  /// Greater is better. The model is a mixture of spherical Gaussians of one variance about the means of the clusters.
  /// For *n* observations of *d* features in *k* clusters of *n*ᵢ observations, with
  /// σ² = withinClusters / (*d* · (*n* − *k*)),
  ///
  ///     Σᵢ nᵢ ln(nᵢ / n) − n d ln(2πσ²) / 2 − d (n − k) / 2 − (k (d + 1) / 2) ln n
  ///
  /// D. Pelleg and A. Moore, "X-means: extending k-means with efficient estimation of the number of
  /// clusters", ICML 2000. The paper's variance lacks the *d*, and its logarithm of 2π too, which is
  /// no likelihood for more than one feature; mended as in A. Foglia and B. Hancock, "Notes on
  /// Bayesian information criterion calculation for X-means clustering", 2012.
  ///
  /// It is `nil` if there are not more observations than clusters, or all of them lie on the means
  /// of their clusters: the likelihood has no bound then.
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

  /// The number of clusters that have observations, if scores of separation mean anything for it.
  var scoredClusterCount: Int? {
    let k = occupied.count
    return k > 1 && k < observationCount ? k : nil
  }
}
