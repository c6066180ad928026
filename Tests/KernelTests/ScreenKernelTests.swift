import Testing
import VQTestSupport

/// `screen` omits only pairs that are certainly too far apart.
@Suite struct ScreenKernelTests {
  private static let rowCounts = [1, 15, 16, 47, 48, 49, 100]
  /// The last number exceeds what the kernel scores at a time.
  private static let clusterCounts = [1, 7, 8, 9, 40, 261]

  @Test("finds exactly the pairs within the rows' limits", arguments: KernelCase.all, clusterCounts)
  func findsPairsWithinLimits(_ kernels: KernelCase, _ clusterCount: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      for (columns, count) in zip([1, 2, 3, 5, 8, 9, 129], Self.rowCounts) {
        // Small integers: no score rounds, and many scores equal the limit.
        let rows = IntegerPoints.random(count, columns: columns, within: 4, seed: 51)
        let book = IntegerPoints.random(clusterCount, columns: columns, within: 4, seed: 52)
        let (packed, codebook) = pack(rows.rows(Scalar.self), book.rows(Scalar.self), table)
        var limits: [Scalar] = []
        var expected: [Pair] = []
        for row in 0..<count {
          let scores = (0..<clusterCount).map { code in
            Double(zip(rows[row], book[code]).reduce(0) { $0 + $1.1 * ($1.1 - 2 * $1.0) }) / 2
          }
          let ascending = scores.sorted()
          let limit = [ascending[0] - 1, ascending[clusterCount / 3], ascending[0]][row % 3]
          limits.append(Scalar(limit))
          for code in scores.indices where scores[code] <= limit {
            expected.append(Pair(row: row, code: code))
          }
        }
        let found = table.screen(packed, codebook, limits: limits)
        #expect(found.sorted() == expected, "\(columns) columns, \(count) rows")
        expectOrder(of: found)
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test(
    "finds every pair of a row whose limit is NaN or infinite, and none for -infinity",
    arguments: KernelCase.all, clusterCounts)
  func findsAllWithoutLimit(_ kernels: KernelCase, _ clusterCount: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      for columns in [5, 17] {
        let rows = IntegerPoints.random(50, columns: columns, seed: 53).rows(Scalar.self)
        let book = IntegerPoints.random(clusterCount, columns: columns, seed: 54).rows(Scalar.self)
        let (packed, codebook) = pack(rows, book, table)
        let limits: [Scalar] = (0..<50).map { [.nan, .infinity, -.infinity][$0 % 3] }
        let found = table.screen(packed, codebook, limits: limits)
        let expected = (0..<50).filter { $0 % 3 < 2 }.flatMap { row in
          (0..<clusterCount).map { Pair(row: row, code: $0) }
        }
        #expect(found.sorted() == expected)
        expectOrder(of: found)
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("finds pairs whose score cannot be compared", arguments: KernelCase.all)
  func findsScoresThatAreNaN(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      for columns in [5, 17] {
        var rows: Rows<Scalar> = IntegerPoints.random(2, columns: columns, seed: 55)
          .rows(Scalar.self)
        let book: Rows<Scalar> = IntegerPoints.random(12, columns: columns, seed: 56)
          .rows(Scalar.self)
        rows[1, 2] = .nan
        let (packed, codebook) = pack(rows, book, table)
        let found = table.screen(packed, codebook, limits: [-1e30, -1e30])
        let expected = (0..<12).map { Pair(row: 1, code: $0) }
        #expect(found.sorted() == expected)
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("limits follow the documented formula", arguments: KernelCase.all, rowCounts)
  func limitsAreRight(_ kernels: KernelCase, _ count: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      for columns in [1, 3, 8, 33] {
        // Integers, and factors that are powers of two: nothing rounds.
        let rows = IntegerPoints.random(count, columns: columns, within: 64, seed: 57)
        let packed = table.pack(rows.rows(Scalar.self), frame: .identity(columns: columns))
        let squared = (0..<count).map { Double($0 * 6) }
        let limits = table.scoreLimits(packed, squared: squared, factor: 0.25, underflow: 2)
        for row in 0..<count {
          let norm = Double(rows[row].reduce(0) { $0 + $1 * $1 })
          let expected = (squared[row] - norm) / 2 + 0.25 * (norm + squared[row]) + 2
          #expect(limits[row] == Scalar(expected))
        }
      }
      // An overflowing norm or an infinite distance must not hide a pair.
      let large = Scalar.greatestFiniteMagnitude / 2
      let extreme = table.pack(
        Rows<Scalar>([large, 1, large], columns: 1), frame: .identity(columns: 1))
      let limits = table.scoreLimits(
        extreme, squared: [1, .infinity, .infinity], factor: 0x1p-10, underflow: 0)
      #expect(limits.allSatisfy { !($0 < .infinity) })
    }
    check(kernels.scalar.kernelScalar)
  }

  /// The pairs of one centroid come by ascending row, and those of one row by ascending centroid.
  private func expectOrder(of pairs: [Pair]) {
    for rows in Dictionary(grouping: pairs, by: \.code).values.map({ $0.map(\.row) }) {
      #expect(rows == rows.sorted())
    }
    for codes in Dictionary(grouping: pairs, by: \.row).values.map({ $0.map(\.code) }) {
      #expect(codes == codes.sorted())
    }
  }

  private func pack<Scalar: KernelScalar>(
    _ rows: Rows<Scalar>, _ book: Rows<Scalar>, _ table: KernelTable<Scalar>
  ) -> (PackedRows<Scalar>, PackedCentroids<Scalar>) {
    let frame = TestFrame<Scalar>.identity(columns: rows.columns)
    return (table.pack(rows, frame: frame), table.pack(centroids: book, frame: frame))
  }
}
