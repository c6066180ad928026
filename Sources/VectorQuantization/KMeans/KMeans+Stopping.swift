extension KMeans {
  /// The share of ``Stopping/centroidShift(atMost:)`` by default, here and in every interface.
  public static let defaultTolerance = 1e-4

  /// When a run has converged.
  ///
  /// Whatever the rule, a run also ends when an iteration leaves every centroid exactly where it
  /// was, since every later iteration would do the same.
  public enum Stopping: Sendable, Hashable {
    /// The distortion (mean distance, in the units of the data) changed by no more than this in
    /// one iteration: SciPy's `kmeans`.
    case distortionChange(atMost: Double)
    /// The squared distances that the centroids moved sum to no more than this share of the
    /// features' mean variance: scikit-learn's `tol`.
    case centroidShift(atMost: Double)
    /// Only the iteration limit or a fixed point ends a run: SciPy's `kmeans2`.
    case never
  }

  /// What becomes of a centroid that no observation is nearest to.
  public enum EmptyClusters: String, Sendable, CaseIterable {
    /// It moves to the observation farthest from its own centroid, which leaves its old cluster:
    /// scikit-learn's rule. It stays where it is if every observation lies on a centroid.
    case relocate
    /// It stays where it is: SciPy's `kmeans2`.
    case keep
    /// It is removed, and codes above it move down: SciPy's `kmeans`.
    ///
    /// One that the last assignment leaves empty is still in the codebook.
    case drop
    /// The run ends with ``ClusteringError/emptyCluster(code:iteration:)``.
    case fail
  }

  /// Why a run ended.
  public enum Outcome: String, Sendable, CaseIterable {
    /// The stopping rule was met, or no centroid moved any more.
    case converged
    /// The iteration limit was reached first.
    case reachedMaximumIterations
    /// `onIteration` returned ``Continuation/stop``, or a ``StopFlag`` was raised.
    case stoppedByCaller
    /// A ``StopFlag`` was raised while the starting centroids of the first restart were chosen.
    ///
    /// The clustering is that of the centroids drawn by then and of uniform draws of other
    /// observations, without any iteration.
    case stoppedWhileSeeding

    /// Whether the caller ended the run.
    package var isStop: Bool { self == .stoppedByCaller || self == .stoppedWhileSeeding }
  }
}
