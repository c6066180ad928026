import Testing
import VQSelection

@Suite struct RowChunksTests {
  @Test("sums have the same bits with any number of workers", arguments: [1, 1023, 5000, 70_000])
  func hasTheSameBits(_ rowCount: Int) {
    let sums = [1, 2, 7].map { workers in
      RowChunks(rowCount: rowCount, recordSize: 2).sum(workers: workers, recordSize: 2) {
        rows, sums in
        for row in rows {
          sums[0] += 1
          sums[1] += 1 / Double(row + 1)
        }
      }
    }
    #expect(sums.allSatisfy { $0 == sums[0] })
    #expect(sums[0][0] == Double(rowCount))
  }
}
