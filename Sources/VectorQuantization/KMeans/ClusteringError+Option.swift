extension ClusteringError {
  /// The option that ``ClusteringError/invalidOption(_:value:allowed:)`` is about.
  ///
  /// Its raw value is the name of the property or parameter. Each interface names it as its users do.
  @nonexhaustive
  public enum Option: String, Sendable, CaseIterable {
    /// ``KMeans/clusterCount``.
    case clusterCount
    /// ``KMeans/algorithm``.
    case algorithm
    /// ``KMeans/restarts``.
    case restarts
    /// ``KMeans/maximumIterations``; the parameter `iterations` of `kmeans2`.
    case maximumIterations
    /// The limit of ``KMeans/Stopping/distortionChange(atMost:)``; the parameter `threshold` of
    /// `kmeans`.
    case threshold
    /// The limit of ``KMeans/Stopping/centroidShift(atMost:)``.
    case tolerance
    /// ``KMeans/workers``, and the parameter of functions.
    case workers
    /// ``KMeans/pruningMemory``.
    case pruningMemory
    /// The parameter `missing` of `kmeans2`.
    case missing

    /// The codebook of partial sums.
    case codebook
    /// The rows of a block of partial sums.
    case blockRows
    /// The number of the first block of partial sums.
    case firstBlock
    /// The origin of partial sums.
    case origin
    /// The rows that partial sums add to another cluster.
    case moved

    /// The codes of observations.
    case codes
    /// How many observations a silhouette is of.
    case sampleCount
    /// How many folds held-out distortion is of.
    case foldCount
    /// How many references the gap statistic draws.
    case referenceCount
    /// The fewest clusters of a splitting search.
    case minimumClusterCount
    /// The most clusters of a splitting search.
    case maximumClusterCount
    /// The significance of a splitting search.
    case significance

    /// What a Swift user finds it by.
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
