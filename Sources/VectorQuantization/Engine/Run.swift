/// One run among those that advance together, and how far it has come.
struct Run {
  /// The number of the restart.
  let restart: Int
  /// Its place in the wave.
  let slot: Int
  /// What it does in the next pass.
  var stage = Stage.iterating
  var iterations = 0
  var outcome = KMeans.Outcome.reachedMaximumIterations
  /// The mean distance of the pass before; infinite before the first.
  var distortion = Double.infinity
  /// The sum of squared distances of the last pass, scaled.
  var inertia = Double.infinity

  /// What its passes did.
  var effort = Effort()

  /// Whether it goes on from a checkpoint.
  var isResumed = false

  /// The iterations since sums were last formed anew.
  var iterationsOfMoves = 0

  enum Stage: Int {
    /// Assigning, and moving its centroids.
    case iterating
    /// Measuring the centroids it ends with.
    case finishing
    /// Nothing.
    case done
  }

  /// Whether this is better than `other`: strictly less, so that the earlier restart wins a tie.
  func isBetter(than other: Run, by preference: KMeans.Preference) -> Bool {
    switch preference {
    case .inertia: inertia < other.inertia
    case .distortion: distortion < other.distortion
    }
  }
}
