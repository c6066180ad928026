/// Decides when a run ends, from what an iteration did and nothing else.
///
/// Used by fits and, through the C interface, by iterations over blocks.
package struct Convergence: Sendable {
  let stopping: KMeans.Stopping
  /// The mean of the features' variances, in the same units as the squared shift.
  let meanVariance: Double
  let maximumIterations: Int

  /// Creates the stopping rule of a run.
  package init(stopping: KMeans.Stopping, meanVariance: Double, maximumIterations: Int) {
    self.stopping = stopping
    self.meanVariance = meanVariance
    self.maximumIterations = maximumIterations
  }

  /// The result of one iteration.
  package struct Step: Sendable {
    /// The number of iterations the run has done, including this one.
    package var iteration: Int
    /// The sum of the squared distances by which centroids moved.
    package var shift: Double
    /// Whether any centroid moved.
    package var hasMoved: Bool
    /// Whether any centroid was dropped.
    package var hasDropped: Bool
    /// The mean distance in the previous iteration, and in this one; infinite if unknown.
    package var lastDistortion = Double.infinity
    package var distortion = Double.infinity

    /// Describes an iteration, except for its distortion.
    package init(iteration: Int, shift: Double, hasMoved: Bool, hasDropped: Bool) {
      self.iteration = iteration
      self.shift = shift
      self.hasMoved = hasMoved
      self.hasDropped = hasDropped
    }

    /// Whether the iteration left the centroids unchanged, so that its assignment's statistics are
    /// valid for them.
    package var isFixed: Bool { !hasMoved && !hasDropped }
  }

  /// Returns why a run ends after an iteration, or `nil` if it continues.
  package func outcome(of step: Step) -> KMeans.Outcome? {
    if isReached(by: step) { return .converged }
    return step.iteration >= maximumIterations ? .reachedMaximumIterations : nil
  }

  /// Returns whether the stopping rule is met.
  private func isReached(by step: Step) -> Bool {
    if step.isFixed { return true }
    return switch stopping {
    case .distortionChange(let limit): abs(step.lastDistortion - step.distortion) <= limit
    case .centroidShift(let share):
      // Squares of small shifts may underflow: if centroids moved, a sum of 0 is no evidence.
      !step.hasMoved || (step.shift > 0 && step.shift <= share * meanVariance)
    case .never: false
    }
  }

  /// Whether the stopping rule needs the distances in every iteration.
  var needsDistortion: Bool {
    if case .distortionChange = stopping { return true }
    return false
  }
}
