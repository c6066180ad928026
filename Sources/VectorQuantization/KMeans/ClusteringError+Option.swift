extension ClusteringError {
  /// The option that ``ClusteringError/invalidOption(_:value:allowed:)`` reports.
  ///
  /// The raw value is the name of the Swift property or parameter. The command, the C interface and
  /// the Python package translate it to the name that their users know.
  @nonexhaustive
  public enum Option: String, Sendable, CaseIterable {
    /// ``KMeans/clusterCount``.
    case clusterCount
    /// ``KMeans/algorithm``.
    case algorithm
    /// ``KMeans/restarts``.
    case restarts
    /// ``KMeans/maximumIterations``, which `kmeans2` calls `iterations`.
    case maximumIterations
    /// The limit of ``KMeans/Stopping/distortionChange(atMost:)``, which `kmeans` calls
    /// `threshold`.
    case threshold
    /// The limit of ``KMeans/Stopping/centroidShift(atMost:)``.
    case tolerance
    /// ``KMeans/workers``, and the parameter `workers` of functions.
    case workers
    /// ``KMeans/pruningMemory``.
    case pruningMemory
    /// The parameter `missing` of `kmeans2`.
    case missing

    /// The codebook of partial sums.
    case codebook
    /// The number of rows in a block of partial sums.
    case blockRows
    /// The index of the first block of partial sums.
    case firstBlock
    /// The origin of partial sums.
    case origin
    /// The rows that partial sums move to another cluster.
    case moved

    /// The codes of observations.
    case codes
    /// The number of observations in the sample for a silhouette.
    case sampleCount
    /// The number of folds for held-out distortion.
    case foldCount
    /// The number of reference sets for the gap statistic.
    case referenceCount
    /// The minimum number of clusters of a splitting search.
    case minimumClusterCount
    /// The maximum number of clusters of a splitting search.
    case maximumClusterCount
    /// The significance level of a splitting search.
    case significance

    /// The name of the option in the Swift interface.
    package var swiftName: String {
      switch self {
      case .maximumIterations: "iterations (maximumIterations)"
      case .threshold: "threshold (.distortionChange(atMost:))"
      case .tolerance: "tolerance (.centroidShift(atMost:))"
      default: rawValue
      }
    }
  }
}
