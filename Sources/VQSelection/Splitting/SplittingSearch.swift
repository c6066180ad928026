public import VectorQuantization

/// Finds the number of clusters by splitting clusters in two for as long as that is worth it.
///
/// Each round clusters all observations from the present centroids by k-means, and then asks of each
/// cluster by itself whether two describe it better. ``Criterion`` says what better means: that of
/// X-means, or that of G-means.
///
/// ```swift
/// let search = SplittingSearch(criterion: .normality(significance: 1e-4))
/// let clustering = try search.fit(observations)
/// clustering.codebook.clusterCount
/// ```
public struct SplittingSearch: Sendable, Equatable {
  /// When two clusters are better than one.
  public enum Criterion: Sendable, Equatable {
    /// X-means: when the Bayesian information criterion says so, that of two clusters against that
    /// of one: see ``Dispersion/bayesianInformation``. Of all rounds, the one of the best criterion
    /// wins.
    ///
    /// D. Pelleg and A. Moore, ICML 2000. Clusters that are not spherical are split.
    case bayesianInformation
    /// G-means: when the observations of the cluster, along the line through two centroids fitted to
    /// them, fail the Anderson-Darling test of normality.
    ///
    /// G. Hamerly and C. Elkan, "Learning the k in k-means", NIPS 2003. `significance` is the
    /// probability of splitting a Gaussian cluster, more than 0 and at most 0.1; the paper takes
    /// 0.0001. Any shape that is not Gaussian is split, and the more observations there are, the less
    /// it takes.
    case normality(significance: Double)
  }

  /// When to split.
  public var criterion: Criterion
  /// The fewest clusters, where the search starts: 1 by default.
  public var minimumClusterCount = 1
  /// The most clusters; `nil`, the default, means as many as the criterion finds.
  public var maximumClusterCount: Int?
  /// How clusters are found between splits; its `clusterCount` and its `restarts` are considered
  /// only for the start, if that is more than one cluster.
  public var search = KMeans(clusterCount: 1)

  /// Creates a search.
  ///
  /// - Parameter criterion: When to split.
  public init(criterion: Criterion) {
    self.criterion = criterion
  }

  /// Finds clusters.
  ///
  /// Clusters of fewer than eight observations, and those whose observations are all equal, are not
  /// split. If more clusters should be split than ``maximumClusterCount`` allows, those are for
  /// which the criterion speaks most.
  ///
  /// - Parameters:
  ///   - observations: One observation a row, every number finite.
  ///   - onRound: Told before each round how many clusters there are.
  /// - Returns: The clustering, whose codebook has as many rows as clusters were found.
  /// - Throws: ``ClusteringError`` if the observations or an option cannot be used.
  /// - Complexity: In each round a fit of all observations, and of each cluster into two: O(*n* · *k*
  ///   · *d*) an iteration. A copy of the largest cluster.
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
      // A rule for empty clusters may have dropped what was won.
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

  /// By what rounds are compared: the later is the better unless the criterion scores a whole
  /// clustering, and finds the earlier one better.
  private func score<Scalar: VectorScalar>(
    _ clustering: Clustering<Scalar>, of observations: MatrixSpan<Scalar>
  ) throws(ClusteringError) -> Double {
    guard criterion == .bayesianInformation else { return 0 }
    let codes = clustering.codes
    let dispersion = try Dispersion(
      of: observations, codes: codes, clusterCount: clustering.codebook.clusterCount,
      workers: search.workers)
    // Without any dispersion the likelihood has no bound.
    return dispersion.bayesianInformation ?? .infinity
  }

  /// The clusters to split, those that gain most first.
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

/// A cluster, and two centroids in place of its own.
struct Split<Scalar: VectorScalar> {
  let code: Int
  /// How much the criterion speaks for it.
  let gain: Double
  let children: Matrix<Scalar>
}

extension Matrix {
  /// Centroids, some of them replaced by the first of their children, and all second children at the
  /// end.
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
