import Testing
import VectorQuantization

@Suite struct PruningPolicyTests {
  @Test("bounds pay for many rows that are expensive enough")
  func isWorthwhile() {
    func isWorthwhile(
      _ rows: Int = 70_000, _ clusters: Int = 100, _ features: Int = 10, iterations: Int = 300,
      restarts: Int = 1
    ) -> Bool {
      PruningPolicy.isWorthwhile(
        rowCount: rows, clusterCount: clusters, featureCount: features, iterations: iterations,
        restarts: restarts)
    }
    #expect(isWorthwhile() && isWorthwhile(iterations: 3))
    #expect(!isWorthwhile(iterations: 2) && !isWorthwhile(60_000))
    // Cheap rows never pay, whatever their number.
    #expect(!isWorthwhile(100_000_000, 100, 8) && isWorthwhile(100_000, 100, 9))
    #expect(!isWorthwhile(100_000_000, 1, 5000))
    // Restarts share passes, unless rows are expensive.
    #expect(!isWorthwhile(restarts: 2) && isWorthwhile(10_000, 300, 50, restarts: 2))
  }

  @Test("pruning that the caller chose is always on")
  func obeys() {
    var policy = PruningPolicy(isAutomatic: false, clusterCount: 2, featureCount: 1)
    policy.noteDense(.milliseconds(1))
    for _ in 0..<9 {
      policy.notePruned(.seconds(1))
      let prunes = policy.prunes(movedCount: nil, of: 10)
      #expect(prunes)
    }
  }

  @Test("expensive rows are pruned at once, others once few codes change")
  func waitsForCalm() {
    var expensive = PruningPolicy(isAutomatic: true, clusterCount: 300, featureCount: 44)
    #expect([nil, 1000].map { expensive.prunes(movedCount: $0, of: 1000) } == [true, true])
    var other = PruningPolicy(isAutomatic: true, clusterCount: 100, featureCount: 10)
    let answers = [nil, 1000, 21, 20, 0].map { other.prunes(movedCount: $0, of: 1000) }
    #expect(answers == [false, false, false, true, true])
  }

  @Test("pruning that does not pay pauses, for longer after each failure")
  func rests() {
    var policy = PruningPolicy(isAutomatic: true, clusterCount: 1000, featureCount: 44)
    // There is no dense pass to compare with yet.
    policy.notePruned(.seconds(5))
    #expect(restLength(&policy) == 0)
    policy.noteDense(.milliseconds(30))
    policy.noteDense(.milliseconds(10))
    policy.noteDense(.milliseconds(20))
    for expected in [2, 4, 8, 16, 16] {
      policy.notePruned(.microseconds(9600))
      #expect(restLength(&policy) == expected)
    }
    policy.notePruned(.microseconds(9400))
    #expect(restLength(&policy) == 0)
    policy.notePruned(.milliseconds(10))
    #expect(restLength(&policy) == 2)
  }

  /// The number of passes before one is pruned.
  private func restLength(_ policy: inout PruningPolicy) -> Int {
    (0..<100).first { _ in policy.prunes(movedCount: 0, of: 1) } ?? 100
  }
}
