public import VectorQuantization

/// A search for the number of clusters that splits clusters in two while a criterion allows it.
///
/// Each round clusters all observations by k-means from the current centroids. It then tests for
/// each cluster whether two centroids describe it better than one. ``Criterion`` defines "better":
/// by the rule of X-means, or by that of G-means.
///
/// ```swift
/// let search = SplittingSearch(criterion: .normality(significance: 1e-4))
/// let clustering = try search.fit(observations)
/// clustering.codebook.clusterCount
/// ```
public struct SplittingSearch: Sendable, Equatable {
  /// The rule that decides whether to split a cluster.
  public enum Criterion: Sendable, Equatable {
    /// X-means: splits if the Bayesian information criterion of two clusters exceeds that of one.
    ///
    /// See ``Dispersion/bayesianInformation``. The result is the round with the best criterion for
    /// all observations. Clusters that are not spherical are split.
    ///
    /// D. Pelleg and A. Moore, ICML 2000.
    case bayesianInformation
    /// G-means: splits if the observations of the cluster fail the Anderson-Darling test of
    /// normality.
    ///
    /// The test uses the coordinates along the line through two centroids fitted to the cluster.
    /// `significance` is the probability of splitting a Gaussian cluster, more than 0 and at most
    /// 0.1; the paper uses 0.0001. Clusters of any shape that is not Gaussian are split, and with
    /// more observations smaller deviations are enough.
    ///
    /// G. Hamerly and C. Elkan, "Learning the k in k-means", NIPS 2003.
    case normality(significance: Double)
  }

  /// The rule that decides whether to split a cluster.
  public var criterion: Criterion
  /// The number of clusters at the start, and the minimum of the result; 1 by default.
  public var minimumClusterCount = 1
  /// The maximum number of clusters; `nil` (the default) means no limit.
  public var maximumClusterCount: Int?
  /// The configuration for the fits between splits.
  ///
  /// Its `clusterCount` is ignored. Its `restarts` only apply to the first fit, if that has more
  /// than one cluster.
  public var search = KMeans(clusterCount: 1)

  /// Creates a search.
  ///
  /// - Parameter criterion: The rule that decides whether to split a cluster.
  public init(criterion: Criterion) {
    self.criterion = criterion
  }

  /// Clusters observations and finds the number of clusters.
  ///
  /// Clusters of fewer than eight observations, and clusters of equal observations, are not split.
  /// If ``maximumClusterCount`` does not allow all splits of a round, those with the largest gain
  /// are made.
  ///
  /// - Parameters:
  ///   - observations: One observation in each row; all numbers must be finite.
  ///   - onRound: Called before each round with the number of clusters.
  /// - Returns: The clustering. The number of rows of its codebook is the number of clusters found.
  /// - Throws: `ClusteringError` if the observations or an option are invalid.
  /// - Complexity: In each round one fit of all observations, and one fit of each cluster into two:
  ///   O(*n* · *k* · *d*) for each iteration. Memory: a copy of the largest cluster.
  public func fit<Source: ObservationSource & ~Escapable>(
    _ observations: borrowing Source, onRound: ((_ clusterCount: Int) -> Void)? = nil
  ) throws(ClusteringError) -> Clustering<Source.Scalar> {
    try observations.withMatrix { matrix throws(ClusteringError) in
      try fit(matrix, telling: onRound)
    }
  }

  private func fit<Scalar: VectorScalar>(
    _ observations: MatrixSpan<Scalar>, telling onRound: ((_ clusterCount: Int) -> Void)?
  ) throws(ClusteringError) -> Clustering<Scalar> {
    try validate()
    var search = search
    search.clusterCount = minimumClusterCount
    onRound?(minimumClusterCount)
    var clustering = try search.fit(observations)
    var best = clustering
    var bestScore = try score(clustering, of: observations)
    let limit = maximumClusterCount ?? .max
    while clustering.codebook.clusterCount < limit {
      let splits = try splits(of: clustering, observations: observations)
        .prefix(limit - clustering.codebook.clusterCount)
      if splits.isEmpty { break }
      let centroids = clustering.codebook.centroids.splitting(Array(splits))
      search.clusterCount = centroids.rowCount
      onRound?(centroids.rowCount)
      let before = clustering.codebook.clusterCount
      clustering = try search.fit(observations, startingFrom: centroids)
      // A rule for empty clusters may have dropped the new centroids.
      if clustering.codebook.clusterCount <= before { break }
      let score = try score(clustering, of: observations)
      if score >= bestScore { (best, bestScore) = (clustering, score) }
    }
    return best
  }

  private func validate() throws(ClusteringError) {
    try ClusteringError.check(.minimumClusterCount, minimumClusterCount, isAtLeast: 1)
    if let maximumClusterCount {
      try ClusteringError.check(
        .maximumClusterCount, maximumClusterCount, isAtLeast: minimumClusterCount)
    }
    if case .normality(let significance) = criterion,
      !(significance > 0 && significance <= AndersonDarling.maximumSignificance)
    {
      throw .invalidOption(
        .significance, value: "\(significance)", allowed: "more than 0 and at most 0.1")
    }
  }

  /// Returns the score by which rounds are compared; a later round wins a tie.
  ///
  /// Only the Bayesian information criterion scores a whole clustering. With the other criterion
  /// all scores are equal, so the last round wins.
  private func score<Scalar: VectorScalar>(
    _ clustering: Clustering<Scalar>, of observations: MatrixSpan<Scalar>
  ) throws(ClusteringError) -> Double {
    guard criterion == .bayesianInformation else { return 0 }
    let codes = clustering.codes
    let dispersion = try Dispersion(
      of: observations, codes: codes, clusterCount: clustering.codebook.clusterCount,
      workers: search.workers)
    // Without dispersion the likelihood is unbounded.
    return dispersion.bayesianInformation ?? .infinity
  }

  /// Returns the clusters to split, in descending order of the gain.
  private func splits<Scalar: VectorScalar>(
    of clustering: Clustering<Scalar>, observations: MatrixSpan<Scalar>
  ) throws(ClusteringError) -> [Split<Scalar>] {
    let (codes, k) = (clustering.codes, clustering.codebook.clusterCount)
    var members = [[Int]](repeating: [], count: k)
    for code in 0..<k { members[code].reserveCapacity(clustering.counts[code]) }
    for row in codes.indices { members[Int(codes[row])].append(row) }
    let trial = SplitTrial(criterion: criterion, search: search)
    var splits: [Split<Scalar>] = []
    for code in 0..<k where members[code].count >= AndersonDarling.minimumCount {
      let rows = observations.gather(members[code])
      if let (gain, children) = try trial.children(of: rows) {
        splits.append(Split(code: code, gain: gain, children: children))
      }
    }
    return splits.sorted { ($1.gain, $0.code) < ($0.gain, $1.code) }
  }
}

/// A cluster, and two centroids that replace its own.
struct Split<Scalar: VectorScalar> {
  let code: Int
  /// The gain of the split according to the criterion.
  let gain: Double
  let children: Matrix<Scalar>
}

extension Matrix {
  /// Returns the centroids with each split centroid replaced by its first child, and all second
  /// children appended.
  fileprivate func splitting(_ splits: [Split<Scalar>]) -> Matrix {
    var rows = elements
    for split in splits.sorted(by: { $0.code < $1.code }) {
      let start = split.code * columnCount
      rows.replaceSubrange(
        start..<(start + columnCount), with: split.children.elements.prefix(columnCount))
      rows += split.children.elements.suffix(columnCount)
    }
    return Matrix(rows, columns: columnCount)
  }
}
