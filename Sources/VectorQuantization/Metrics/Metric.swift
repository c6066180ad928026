extension KMeans {
  /// The distance between two observations.
  ///
  /// A codebook belongs to the metric that it was found with.
  public enum Metric: String, Sendable, Codable, CaseIterable {
    /// The Euclidean distance.
    case euclidean
  }
}

/// The rules of a metric, for the parts of the engine that depend on it.
///
/// None of these parts switches on the metric: the only switch is `KMeans.Metric.rules`.
protocol MetricRules: Sendable {
  /// Whether rows are compared without a transformation.
  ///
  /// Otherwise tiles are transformed when they are read.
  var keepsRows: Bool { get }

  /// Transforms one row.
  func transform<Scalar: VectorScalar>(_ row: inout MutableSpan<Scalar>)

  /// Turns the mean of a cluster's transformed rows into its centroid.
  func makeCentroid(_ mean: inout MutableSpan<Double>)

  /// Adds a tile's rows to the statistics: the (weighted) sums of squared distances and of
  /// distances.
  ///
  /// - Parameters:
  ///   - squared: The squared Euclidean distances of transformed rows to their centroids.
  ///   - weights: One for each row, or `nil` if every weight is 1.
  ///   - figures: The two sums.
  func report(
    squared: Span<Double>, weights: Span<Double>?, to figures: inout MutableSpan<Double>)
}

extension KMeans.Metric {
  /// The rules of this metric.
  var rules: any MetricRules {
    switch self {
    case .euclidean: Euclidean()
    }
  }
}
