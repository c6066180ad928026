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
}
