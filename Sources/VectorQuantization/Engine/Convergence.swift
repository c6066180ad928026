/// When a run ends: a function of what an iteration did, and of nothing else.
///
/// Fits ask it, and so do iterations over blocks, through the C interface.
package struct Convergence: Sendable {
  let stopping: KMeans.Stopping
  /// The mean of the features' variances, in the units that shifts are measured in, squared.
  let meanVariance: Double
  let maximumIterations: Int

  /// Creates the rule of a run.
  package init(stopping: KMeans.Stopping, meanVariance: Double, maximumIterations: Int) {
    self.stopping = stopping
    self.meanVariance = meanVariance
    self.maximumIterations = maximumIterations
  }

  /// What an iteration did.
  package struct Step: Sendable {
    /// How many iterations the run has done, this one included.
    package var iteration: Int
    /// The sum of the squared distances that centroids moved.
    package var shift: Double
    /// Whether any centroid moved.
    package var hasMoved: Bool
    /// Whether any centroid was dropped.
    package var hasDropped: Bool
    /// The mean distance in the iteration before, and in this one; infinite if it is not known.
    package var lastDistortion = Double.infinity
    package var distortion = Double.infinity

    /// Describes an iteration, except for its distortion.
    package init(iteration: Int, shift: Double, hasMoved: Bool, hasDropped: Bool) {
      self.iteration = iteration
      self.shift = shift
      self.hasMoved = hasMoved
      self.hasDropped = hasDropped
    }

    /// Whether the centroids are those that the iteration began with, so that figures of its
    /// assignment are theirs.
    package var isFixed: Bool { !hasMoved && !hasDropped }
  }

  /// Why a run ends after an iteration; `nil` if it goes on.
  package func outcome(of step: Step) -> KMeans.Outcome? {
    if isReached(by: step) { return .converged }
    return step.iteration >= maximumIterations ? .reachedMaximumIterations : nil
  }

  /// Whether nothing more is to be gained.
  private func isReached(by step: Step) -> Bool {
    if step.isFixed { return true }
    return switch stopping {
    case .distortionChange(let limit): abs(step.lastDistortion - step.distortion) <= limit
    case .centroidShift(let share):
      // The squares of small shifts may vanish: a sum of 0 says nothing where centroids moved.
      !step.hasMoved || (step.shift > 0 && step.shift <= share * meanVariance)
    case .never: false
    }
  }

  /// Whether iterations must measure distances for this.
  var needsDistortion: Bool {
    if case .distortionChange = stopping { return true }
    return false
  }
}
