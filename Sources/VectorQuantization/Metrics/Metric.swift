extension KMeans {
  /// How far two observations lie apart.
  ///
  /// A codebook belongs to the metric that it was found by.
  public enum Metric: String, Sendable, CaseIterable {
    /// The Euclidean distance.
    case euclidean
  }
}

/// What a metric says to the parts of the engine that ask it.
///
/// None of them switches on the metric: the only switch is below.
protocol MetricRules: Sendable {
  /// Whether rows are compared as they are; otherwise their tiles are transformed when they are read.
  var keepsRows: Bool { get }

  /// Transforms one row.
  func transform<Scalar: VectorScalar>(_ row: inout MutableSpan<Scalar>)

  /// Makes the mean of a cluster's transformed rows its centroid.
  func makeCentroid(_ mean: inout MutableSpan<Double>)

  /// Adds what is reported of a tile's rows: the (weighted) sum of squared distances, and that of
  /// distances.
  ///
  /// - Parameters:
  ///   - squared: The squared Euclidean distances of transformed rows to their centroids.
  ///   - weights: One a row, or `nil` for 1 each.
  ///   - figures: The two sums.
  func report(
    squared: Span<Double>, weights: Span<Double>?, to figures: inout MutableSpan<Double>)
}

extension KMeans.Metric {
  /// What this metric says.
  var rules: any MetricRules {
    switch self {
    case .euclidean: Euclidean()
    }
  }
}
