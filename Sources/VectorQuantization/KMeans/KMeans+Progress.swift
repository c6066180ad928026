extension KMeans {
  /// A report of the progress of a fit.
  ///
  /// Reports are made on the thread that coordinates the fit, never concurrently.
  public struct Progress: Sendable, Equatable {
    /// The step that a report describes.
    public enum Phase: Sendable, Hashable {
      /// A restart has chosen its starting centroids.
      case seeding
      /// A restart has completed an iteration: it assigned the observations and averaged the
      /// centroids.
      case iterating
      /// A restart has made its final assignment, to the centroids that it returns.
      case finishing
    }

    /// The step that was just completed.
    public let phase: Phase
    /// The index of the restart, counted from 0.
    public let restart: Int
    /// The number of iterations that this restart has completed.
    public let iteration: Int
    /// The sum of squared distances before the centroids moved; `nil` while seeding.
    public let inertia: Double?
    /// The mean distance (not squared) before the centroids moved; `nil` while seeding.
    public let distortion: Double?
    /// The sum of the squared distances that the centroids moved; `nil` except after an iteration.
    public let centroidShift: Double?
    /// The number of codes that changed; `nil` in the first iteration, and if codes are not kept.
    public let movedCount: Int?
  }

  /// The answer to a progress report: whether the fit continues.
  public enum Continuation: Sendable {
    /// The fit continues.
    case proceed
    /// The fit ends: every run stops at its current centroids, and the best of them is returned.
    ///
    /// The best run is the one whose last inertia or distortion was best. After the final
    /// assignment of a single run there is nothing left to stop.
    case stop
  }
}
