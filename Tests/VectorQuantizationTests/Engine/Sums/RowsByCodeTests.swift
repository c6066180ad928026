import Testing
import VQTestSupport
import VectorQuantization

/// Rows sorted by code: a counting sort in parts.
@Suite struct RowsByCodeTests {
  /// The rows of each code in the order of `sorted`, read in ranges of `length` codes.
  private func rowsOfCodes(
    _ sorted: borrowing RowsByCode, codes: [Int32], clusterCount: Int, length: Int
  ) -> [[Int]] {
    var rows = [[Int]](repeating: [], count: clusterCount)
    for start in stride(from: 0, to: clusterCount, by: length) {
      let stretch = start..<min(start + length, clusterCount)
      sorted.forEachPart(ofCodes: stretch) { numbers in
        for position in numbers.indices {
          let row = Int(numbers[position])
          #expect(stretch.contains(Int(codes[row])))
          rows[Int(codes[row])].append(row)
        }
      }
    }
    return rows
  }

  @Test(
    "every row is listed once, by code and ascending within a code",
    arguments: [1, 100, 4095, 20_000],
    [1, 9, 300])
  func listsEveryRow(_ rowCount: Int, _ clusterCount: Int) {
    var generator = TestGenerator(seed: 211)
    let codes = (0..<rowCount).map { _ in Int32(generator.integer(below: clusterCount)) }
    let expected = (0..<clusterCount).map { code in
      codes.indices.filter { codes[$0] == Int32(code) }
    }
    var sorted = RowsByCode(clusterCount: clusterCount)
    sorted.makeRoom(for: rowCount)
    for workers in [1, 3] {
      sorted.sort(codes.span, differingFrom: nil, workers: workers)
      for length in [1, 8, 1000] {
        let found = rowsOfCodes(
          sorted, codes: codes, clusterCount: clusterCount, length: length)
        #expect(found == expected)
      }
    }
  }

  @Test("only rows whose codes differ are listed", arguments: [1, 100, 20_000])
  func listsRowsThatDiffer(_ rowCount: Int) {
    var generator = TestGenerator(seed: 212)
    let codes = (0..<rowCount).map { _ in Int32(generator.integer(below: 20)) }
    let others = codes.map { generator.integer(below: 4) == 0 ? ($0 + 1) % 20 : $0 }
    let expected = (0..<20).map { code in
      codes.indices.filter { codes[$0] == Int32(code) && others[$0] != codes[$0] }
    }
    var sorted = RowsByCode(clusterCount: 20)
    sorted.makeRoom(for: rowCount)
    // The result must not depend on an earlier sort.
    sorted.sort(codes.span, differingFrom: nil, workers: 2)
    sorted.sort(codes.span, differingFrom: others.span, workers: 2)
    #expect(rowsOfCodes(sorted, codes: codes, clusterCount: 20, length: 8) == expected)
  }
}
