internal import Foundation
public import VectorQuantization

/// The gap statistic: how much lower the inertia of a clustering is than that of observations
/// without clusters, in logarithms.
///
/// R. Tibshirani, G. Walther and T. Hastie, "Estimating the number of clusters in a data set via the
/// gap statistic", Journal of the Royal Statistical Society B 63, 2001.
public struct GapStatistic: Sendable, Equatable {
  /// What is found for one number of clusters.
  public struct Point: Sendable, Equatable {
    /// The number of clusters.
    public let clusterCount: Int
    /// The mean logarithm of the reference sets' inertia, less that of the observations'.
    public let gap: Double
    /// The standard deviation of the reference sets' logarithms, times √(1 + 1/*B*) for *B* sets to
    /// account for their number.
    public let standardError: Double
  }

  /// Where reference sets are drawn from, uniformly.
  public enum Reference: String, Sendable, CaseIterable {
    /// The smallest box, its sides parallel to the axes, that holds the observations: (a) in the paper.
    case box
    /// The smallest box along the principal axes of the observations: (b) in the paper. It fits the
    /// shape of the observations better, and takes O(*n* · *d*² + *d*³) to find.
    case principalBox = "principal-box"
  }

  /// The results, in the order asked for, without those where an inertia is 0 and has no logarithm.
  public let points: [Point]

  /// The fewest clusters whose gap is no less than the next greater number's gap less its standard
  /// error: the paper's rule.
  ///
  /// The paper compares each number with the next whole one; with numbers left out, this compares
  /// each with the next one measured. One cluster must be among them to be chosen.
  ///
  /// It is `nil` if the gap still rises at the end.
  public var choice: Int? {
    let ascending = points.sorted { $0.clusterCount < $1.clusterCount }
    return zip(ascending, ascending.dropFirst())
      .first { $0.gap >= $1.gap - $1.standardError }?.0.clusterCount
  }

  /// The gaps as a curve.
  public var curve: Curve {
    Curve(points.map { Curve.Point(clusterCount: $0.clusterCount, score: $0.gap) })
  }

  /// Measures gaps.
  ///
  /// - Parameters:
  ///   - observations: One observation a row, every number finite.
  ///   - search: How they, and the reference sets, are clustered; its `clusterCount` is not
  ///     considered, and its `seed`, or 0, also draws the sets.
  ///   - clusterCounts: The numbers of clusters, each at most that of the observations.
  ///   - referenceCount: How many reference sets to draw, *B*.
  ///   - reference: Where from.
  ///   - onFit: Told after each fit how many are done, and of how many.
  /// - Throws: ``ClusteringError`` if the observations or an option cannot be used.
  /// - Complexity: `referenceCount` + 1 fits for each number of clusters, and a copy of the
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
