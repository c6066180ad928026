/// When a run ends: a function of what an iteration did, and of nothing else.
struct Convergence: Sendable {
  let stopping: KMeans.Stopping
  /// The mean of the features' variances, in the units that shifts are measured in, squared.
  let meanVariance: Double

  /// What an iteration did.
  struct Step {
    /// The sum of the squared distances that centroids moved.
    var shift: Double
    /// Whether no centroid moved at all.
    var isFixed: Bool
    /// The mean distance before and after; infinite before the first iteration.
    var lastDistortion: Double
    var distortion: Double
  }

  /// Whether nothing more is to be gained.
  func isReached(by step: Step) -> Bool {
    if step.isFixed { return true }
    return switch stopping {
    case .distortionChange(let limit): abs(step.lastDistortion - step.distortion) <= limit
    case .centroidShift(let share): step.shift <= share * meanVariance
    case .never: false
    }
  }

  /// Whether iterations must measure distances for this.
  var needsDistortion: Bool {
    if case .distortionChange = stopping { return true }
    return false
  }
}
