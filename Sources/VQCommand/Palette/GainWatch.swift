internal import Synchronization
internal import VectorQuantization

/// Ends a fit when an iteration lowers the inertia by less than a given share.
final class GainWatch: Sendable {
  private let last = Mutex(Double.infinity)
  private let minimum: Double
  private let onIteration: @Sendable (Int) -> Void

  /// Creates a watch for one fit.
  ///
  /// - Parameters:
  ///   - minimum: The minimum gain of an iteration, as a share of the inertia, for the fit to
  ///     continue.
  ///   - onIteration: Called with the number of each iteration.
  init(minimum: Double, onIteration: @escaping @Sendable (Int) -> Void) {
    self.minimum = minimum
    self.onIteration = onIteration
  }

  /// Returns whether the fit continues.
  @Sendable
  func hear(_ progress: KMeans.Progress) -> KMeans.Continuation {
    onIteration(progress.iteration)
    guard progress.phase == .iterating, let inertia = progress.inertia else { return .proceed }
    return last.withLock { last in
      defer { last = inertia }
      return inertia > (1 - minimum) * last ? .stop : .proceed
    }
  }
}
