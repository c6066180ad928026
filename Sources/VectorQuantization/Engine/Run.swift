/// The state of one run of a wave.
struct Run {
  /// The number of the restart.
  let restart: Int
  /// Its index in the wave.
  let slot: Int
  /// What the run does in the next pass.
  var stage = Stage.iterating
  var iterations = 0
  var outcome = KMeans.Outcome.reachedMaximumIterations
  /// The mean distance in the last pass; infinite before the first.
  var distortion = Double.infinity
  /// The inertia of the last pass, scaled.
  var inertia = Double.infinity

  /// The effort of its passes.
  var effort = Effort()

  /// Whether the run was resumed from a checkpoint.
  var isResumed = false

  /// The number of iterations since the sums were last recomputed.
  var iterationsOfMoves = 0

  enum Stage: Int {
    /// Assigns observations and moves its centroids.
    case iterating
    /// Measures its final centroids.
    case finishing
    /// Nothing.
    case done
  }

  /// Returns whether this run is better than `other`: strictly less, so the earlier restart wins a
  /// tie.
  func isBetter(than other: Run, by preference: KMeans.Preference) -> Bool {
    switch preference {
    case .inertia: inertia < other.inertia
    case .distortion: distortion < other.distortion
    }
  }
}
