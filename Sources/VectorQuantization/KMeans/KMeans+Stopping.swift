extension KMeans {
  /// The default limit of ``Stopping/centroidShift(atMost:)``, in Swift and in every other
  /// interface.
  public static let defaultTolerance = 1e-4

  /// The rule that decides when a run has converged.
  ///
  /// Under every rule, a run also ends when an iteration leaves all centroids exactly where they
  /// were, because later iterations would do the same.
  public enum Stopping: Sendable, Hashable {
    /// The run ends when one iteration changes the distortion by no more than this limit.
    ///
    /// The limit is a mean distance (not squared), in the units of the data. This is the rule of
    /// SciPy's `kmeans`.
    case distortionChange(atMost: Double)
    /// The run ends when the sum of the squared distances that the centroids moved is small.
    ///
    /// The limit is a fraction of the mean variance of the features. This is the rule of
    /// scikit-learn's `tol`.
    case centroidShift(atMost: Double)
    /// Only the iteration limit or a fixed point ends the run.
    ///
    /// This is the rule of SciPy's `kmeans2`.
    case never
  }

  /// What to do with a centroid that is not the nearest to any observation.
  public enum EmptyClusters: String, Sendable, CaseIterable {
    /// The centroid moves to the observation that is farthest from its own centroid.
    ///
    /// The observation leaves its old cluster. If every observation lies on a centroid, the empty
    /// centroid stays where it is. This is the rule of scikit-learn.
    case relocate
    /// The centroid stays where it is.
    ///
    /// This is the rule of SciPy's `kmeans2`.
    case keep
    /// The centroid is removed, and the codes above it move down.
    ///
    /// A centroid that only the final assignment leaves empty stays in the codebook. This is the
    /// rule of SciPy's `kmeans`.
    case drop
    /// The fit throws ``ClusteringError/emptyCluster(code:iteration:)``.
    case fail
  }

  /// The reason why a run ended.
  public enum Outcome: String, Sendable, Codable, CaseIterable {
    /// The stopping rule was met, or the centroids stopped moving.
    case converged
    /// The run reached the iteration limit before it converged.
    case reachedMaximumIterations
    /// The caller ended the run: `onIteration` returned ``Continuation/stop``, or a ``StopFlag``
    /// was raised.
    case stoppedByCaller
    /// A ``StopFlag`` was raised while the first restart chose its starting centroids.
    ///
    /// The clustering has the centroids drawn by then, completed by uniform draws of other
    /// observations, and no iterations.
    case stoppedWhileSeeding

    /// Whether the caller ended the run.
    package var isStop: Bool { self == .stoppedByCaller || self == .stoppedWhileSeeding }
  }
}
