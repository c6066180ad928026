import Testing
import VectorQuantization

@Suite struct ConvergenceTests {
  private static func outcome(
    _ stopping: KMeans.Stopping, iteration: Int = 3, shift: Double = 1, hasMoved: Bool = true,
    hasDropped: Bool = false, distortions: (last: Double, next: Double) = (2, 1)
  ) -> KMeans.Outcome? {
    var step = Convergence.Step(
      iteration: iteration, shift: shift, hasMoved: hasMoved, hasDropped: hasDropped)
    (step.lastDistortion, step.distortion) = distortions
    return Convergence(stopping: stopping, meanVariance: 10, maximumIterations: 5)
      .outcome(of: step)
  }

  static let rules: [KMeans.Stopping] = [
    .centroidShift(atMost: 0), .distortionChange(atMost: 0), .never,
  ]

  @Test("a run ends when no centroid moves, under every rule", arguments: rules)
  func endsWhenFixed(_ rule: KMeans.Stopping) {
    #expect(Self.outcome(rule, shift: 0, hasMoved: false) == .converged)
    #expect(Self.outcome(rule) == nil)
  }

  @Test("the iteration limit ends a run that has not converged", arguments: rules)
  func endsAtTheLimit(_ rule: KMeans.Stopping) {
    #expect(Self.outcome(rule, iteration: 5) == .reachedMaximumIterations)
    #expect(Self.outcome(rule, iteration: 5, shift: 0, hasMoved: false) == .converged)
  }

  @Test("a run converges when the shift is at most its share of the mean variance")
  func shift() {
    #expect(Self.outcome(.centroidShift(atMost: 0.1), shift: 1) == .converged)
    #expect(Self.outcome(.centroidShift(atMost: 0.1), shift: 1.01) == nil)
  }

  @Test("a shift that underflowed to 0 does not end a run")
  func vanishedShift() {
    #expect(Self.outcome(.centroidShift(atMost: 0.1), shift: 0) == nil)
  }

  @Test("dropped centroids change the distortion but are not a shift")
  func drops() {
    func outcome(_ rule: KMeans.Stopping) -> KMeans.Outcome? {
      Self.outcome(rule, shift: 0, hasMoved: false, hasDropped: true)
    }
    #expect(outcome(.centroidShift(atMost: 0)) == .converged)
    #expect(outcome(.never) == nil)
  }

  @Test("a run converges when the distortion changes by at most the limit")
  func distortion() {
    #expect(Self.outcome(.distortionChange(atMost: 1)) == .converged)
    #expect(Self.outcome(.distortionChange(atMost: 0.9)) == nil)
    #expect(Self.outcome(.distortionChange(atMost: 1), distortions: (.infinity, 1)) == nil)
  }
}
