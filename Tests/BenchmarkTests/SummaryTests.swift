import Testing
import vq_bench

@Suite struct SummaryTests {
  @Test func namesTheMiddleOfAnOddNumberOfSamples() {
    let summary = Summary(of: [5, 1, 3])
    #expect(summary.minimum == 1)
    #expect(summary.median == 3)
    #expect(summary.p90 == 5)
  }

  @Test func takesTheMeanOfTheMiddleTwoOfAnEvenNumber() {
    #expect(Summary(of: [4, 1, 2, 9]).median == 3)
  }

  @Test(
    "leaves out exactly the slowest tenth", arguments: [(10, 9.0), (11, 10), (20, 18), (1, 1)])
  func leavesOutTheWorstTenth(count: Int, expected: Double) {
    #expect(Summary(of: (1...count).map(Double.init)).p90 == expected)
  }

  @Test func tellsADifferenceOnlyIfRangesAreApart() {
    let summary = Summary(of: [10, 11, 12])
    #expect(summary.isBeyondNoise(of: Summary(of: [13, 14])))
    #expect(summary.isBeyondNoise(of: Summary(of: [8, 9])))
    #expect(!summary.isBeyondNoise(of: Summary(of: [12, 14])))
    #expect(!summary.isBeyondNoise(of: Summary(of: [1, 20])))
  }
}
