import Testing
import VQPlot

/// A sample of rows is unbiased, and determined by its seed.
@Suite struct RowSampleTests {
  @Test("the sample has all rows if there are no more", arguments: [0, 1, 7])
  func takesAll(_ count: Int) {
    #expect(RowSample.rows(of: count, atMost: 7, seed: 1) == Array(0..<count))
  }

  @Test func takesDifferentRowsInOrder() {
    let rows = RowSample.rows(of: 10_000, atMost: 500, seed: 3)
    #expect(rows.count == 500)
    #expect(zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 })
    #expect(rows.allSatisfy { (0..<10_000).contains($0) })
    #expect(rows == RowSample.rows(of: 10_000, atMost: 500, seed: 3))
    #expect(rows != RowSample.rows(of: 10_000, atMost: 500, seed: 4))
  }

  /// Each of 20 rows is in a sample of 5 with probability 1/4.
  ///
  /// Over 4000 seeds, the count of a row has mean 1000 and standard deviation 27.4. The probability
  /// that one of 20 counts differs by more than five standard deviations is 1 in 80,000.
  @Test func takesEachRowAsOften() {
    var counts = [Int](repeating: 0, count: 20)
    for seed in 0..<4000 {
      for row in RowSample.rows(of: 20, atMost: 5, seed: UInt64(seed)) { counts[row] += 1 }
    }
    #expect(counts.allSatisfy { abs($0 - 1000) < 137 })
  }
}
