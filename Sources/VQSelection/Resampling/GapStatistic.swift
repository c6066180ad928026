internal import Foundation
public import VectorQuantization

/// The gap statistic, which compares the inertia of clusterings with that of reference data without
/// clusters.
///
/// The gap for a number of clusters is the difference of the logarithms. A large gap means that the
/// observations have more structure than uniform reference data.
///
/// ```swift
/// let gaps = try GapStatistic(of: observations, by: search, clusterCounts: Array(1...10))
/// gaps.choice
/// ```
///
/// R. Tibshirani, G. Walther and T. Hastie, "Estimating the number of clusters in a data set via
/// the gap statistic", Journal of the Royal Statistical Society B 63, 2001.
public struct GapStatistic: Sendable, Equatable {
  /// The gap for one number of clusters.
  public struct Point: Sendable, Equatable {
    /// The number of clusters.
    public let clusterCount: Int
    /// The mean logarithm of the inertia of the reference sets, minus the logarithm of the inertia
    /// of the observations.
    public let gap: Double
    /// The standard deviation of the reference sets' logarithms, times √(1 + 1/*B*).
    ///
    /// *B* is the number of reference sets. The factor accounts for the error of their mean.
    public let standardError: Double
  }

  /// The region from which reference sets are drawn uniformly.
  public enum Reference: String, Sendable, CaseIterable {
    /// The smallest axis-parallel box that contains the observations: variant (a) in the paper.
    case box
    /// The smallest box along the principal axes of the observations: variant (b) in the paper.
    ///
    /// It fits the shape of the observations better, but takes O(*n* · *d*² + *d*³) to compute.
    case principalBox = "principal-box"
  }

  /// The results, in the order of the requested numbers of clusters.
  ///
  /// Numbers of clusters for which an inertia is 0 are left out, because 0 has no logarithm.
  public let points: [Point]

  /// The smallest number of clusters whose gap is at least the next larger number's gap minus its
  /// standard error.
  ///
  /// This is the paper's rule. The paper compares each number with the next integer; this property
  /// compares it with the next measured number. One cluster can only be chosen if it was measured.
  ///
  /// The value is `nil` if the gap still rises at the end.
  public var choice: Int? {
    let ascending = points.sorted { $0.clusterCount < $1.clusterCount }
    return zip(ascending, ascending.dropFirst())
      .first { $0.gap >= $1.gap - $1.standardError }?.0.clusterCount
  }

  /// The gaps as a ``Curve``.
  public var curve: Curve {
    Curve(points.map { Curve.Point(clusterCount: $0.clusterCount, score: $0.gap) })
  }

  /// Measures the gap for several numbers of clusters.
  ///
  /// - Parameters:
  ///   - observations: One observation in each row; all numbers must be finite.
  ///   - search: The configuration for the fits of the observations and of the reference sets. Its
  ///     `clusterCount` is ignored. Its `seed` (0 if `nil`) also draws the reference sets.
  ///   - clusterCounts: The numbers of clusters, each at most the number of observations.
  ///   - referenceCount: The number of reference sets, *B*.
  ///   - reference: The region from which reference sets are drawn.
  ///   - onFit: Called after each fit with the number of finished fits and the total.
  /// - Throws: `ClusteringError` if the observations or an option are invalid.
  /// - Complexity: `referenceCount` + 1 fits for each number of clusters. Memory: a copy of the
  ///   observations.
  public init<Source: ObservationSource & ~Escapable>(
    of observations: borrowing Source, by search: KMeans, clusterCounts: [Int],
    referenceCount: Int = 10, reference: Reference = .principalBox,
    onFit: ((_ done: Int, _ total: Int) -> Void)? = nil
  ) throws(ClusteringError) {
    try ClusteringError.check(.referenceCount, referenceCount, isAtLeast: 1)
    try ClusteringError.check(workers: search.workers)
    points = try observations.withMatrix { matrix throws(ClusteringError) in
      let (n, d) = (matrix.rowCount, matrix.columnCount)
      if n == 0 || d == 0 { throw .emptyObservations(rowCount: n, columnCount: d) }
      try matrix.checkFinite()
      var search = search
      let seed = search.seed ?? 0
      search.seed = seed
      let total = (referenceCount + 1) * clusterCounts.count
      let kernels = if let kernels = search.kernels { kernels } else { try KernelSet.preferred() }
      let box =
        switch reference {
        case .box: ReferenceBox(around: matrix)
        case .principalBox:
          ReferenceBox(
            aroundAxesOf: matrix, kernels: kernels, workers: search.workers)
        }

      var own: [Double] = []
      for count in clusterCounts {
        search.clusterCount = count
        own.append(log(try search.fit(matrix).inertia))
        onFit?(own.count, total)
      }
      var logarithms = [[Double]](repeating: [], count: clusterCounts.count)
      for set in 0..<referenceCount {
        var generator = Xoshiro256(seed: seed, restart: set)
        let drawn: Matrix<Source.Scalar> = box.draw(n, with: &generator)
        for (position, count) in clusterCounts.enumerated() {
          search.clusterCount = count
          logarithms[position].append(log(try search.fit(drawn).inertia))
          onFit?((set + 1) * clusterCounts.count + position + 1, total)
        }
      }

      return clusterCounts.indices.compactMap { position in
        let references = logarithms[position]
        let mean = references.reduce(0, +) / Double(referenceCount)
        let squares = references.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
        let deviation = (squares / Double(referenceCount)).squareRoot()
        let gap = mean - own[position]
        guard gap.isFinite, deviation.isFinite else { return nil }
        return Point(
          clusterCount: clusterCounts[position], gap: gap,
          standardError: deviation * (1 + 1 / Double(referenceCount)).squareRoot())
      }
    }
  }
}
