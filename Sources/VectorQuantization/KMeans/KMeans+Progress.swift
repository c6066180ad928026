extension KMeans {
  /// How far a fit has come.
  ///
  /// Reported on the thread that coordinates the fit, never concurrently.
  public struct Progress: Sendable, Equatable {
    /// What has just been done.
    public enum Phase: Sendable, Hashable {
      /// The starting centroids of a restart were chosen.
      case seeding
      /// An iteration of a restart: observations assigned, centroids averaged.
      case iterating
      /// The last assignment of a restart, to the centroids it returns.
      case finishing
    }

    /// What has just been done.
    public let phase: Phase
    /// The number of the restart, from 0.
    public let restart: Int
    /// The iterations this restart has done.
    public let iteration: Int
    /// The sum of squared distances before the centroids moved; `nil` while seeding.
    public let inertia: Double?
    /// The mean distance, not squared, before the centroids moved; `nil` while seeding.
    public let distortion: Double?
    /// The sum of the squared distances that the centroids moved; `nil` unless iterating.
    public let centroidShift: Double?
    /// How many codes changed; `nil` in the first iteration, and where codes are not kept.
    public let movedCount: Int?
  }

  /// What a fit does after reporting its progress.
  public enum Continuation: Sendable {
    /// Go on.
    case proceed
    /// End every run at its present centroids, and return the one whose last figures were best.
    ///
    /// After the last assignment of a single run there is nothing left to stop.
    case stop
  }
}
