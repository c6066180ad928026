import Testing
import VQSelection
import VQTestSupport

@Suite struct AndersonDarlingTests {
  @Test(
    "the statistic equals SciPy's, corrected",
    arguments: [
      // scipy.stats.anderson(numbers, "norm").statistic, times 1 + 0.75/n + 2.25/n².
      ([2, 3, 5, 7, 11, 13, 17, 19, 23, 29], 0.23531277905117726),
      ([0, 0, 0, 0, 1, 1, 1, 1], 1.4473823578644744),
      ([-2.5, -1, -0.5, -0.1, 0, 0.2, 0.4, 1.2, 2.1], 0.2598441198422405),
    ])
  func givesSciPysStatistic(_ numbers: [Double], _ expected: Double) throws {
    let statistic = try #require(AndersonDarling.statistic(of: numbers.reversed()))
    #expect(agree(statistic, expected, within: 1e-12))
  }

  @Test func hasNoneForTooFewNumbersOrEqualOnes() {
    #expect(AndersonDarling.statistic(of: [1, 2, 3, 4, 5, 6, 7]) == nil)
    #expect(AndersonDarling.statistic(of: Array(repeating: 0.1, count: 20)) == nil)
  }

  @Test func staysFiniteFarFromTheMean() throws {
    let numbers = Array(repeating: 0.0, count: 5000) + [1e6]
    let statistic = try #require(AndersonDarling.statistic(of: numbers))
    #expect(statistic.isFinite && statistic > 1000)
  }

  @Test(
    "critical values equal the published ones",
    arguments: [(0.1, 0.631), (0.05, 0.752), (0.025, 0.873), (0.01, 1.035), (0.005, 1.159)])
  func hasPublishedCriticalValues(_ significance: Double, _ published: Double) {
    let value = AndersonDarling.criticalValue(significance: significance)
    #expect(abs(value - published) < 0.005)
  }
}
