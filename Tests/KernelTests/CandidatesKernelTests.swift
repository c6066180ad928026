import CVQKernels
import Testing
import VQTestSupport

/// `candidates` omits only centroids that are certainly too far.
@Suite struct CandidatesKernelTests {
  private static let clusterCounts = [1, 7, 8, 9, 16, 17, 40]

  @Test(
    "lists exactly the codes within the limit, ascending", arguments: KernelCase.all,
    clusterCounts)
  func listsCodesWithinLimit(_ kernels: KernelCase, _ clusterCount: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      for columns in [1, 3, 8, 9, 129] {
        // Small integers: no score rounds, and many scores are equal.
        let rows = IntegerPoints.random(50, columns: columns, within: 4, seed: 21)
        let book = IntegerPoints.random(clusterCount, columns: columns, within: 4, seed: 22)
        let (packed, codebook) = pack(rows.rows(Scalar.self), book.rows(Scalar.self), table)
        for row in [0, 1, 15, 16, 47, 48, 49] {
          let scores = (0..<clusterCount).map { code in
            Double(zip(rows[row], book[code]).reduce(0) { $0 + $1.1 * ($1.1 - 2 * $1.0) }) / 2
          }
          let ascending = scores.sorted()
          for limit in [ascending[0] - 1, ascending[0], ascending[clusterCount / 2] + 0.25] {
            let expected = scores.indices.filter { scores[$0] <= limit }.map { Int32($0) }
            #expect(
              table.candidates(packed, of: vqk_undecided(row: row, limit: limit), codebook)
                == expected)
          }
        }
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test(
    "lists every code if the limit is NaN or infinite", arguments: KernelCase.all, clusterCounts)
  func listsAllWithoutLimit(_ kernels: KernelCase, _ clusterCount: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      let rows = IntegerPoints.random(3, columns: 5, seed: 23).rows(Scalar.self)
      let book = IntegerPoints.random(clusterCount, columns: 5, seed: 24).rows(Scalar.self)
      let (packed, codebook) = pack(rows, book, table)
      let all = (0..<clusterCount).map { Int32($0) }
      for limit in [Double.nan, .infinity] {
        #expect(table.candidates(packed, of: vqk_undecided(row: 2, limit: limit), codebook) == all)
      }
      #expect(
        table.candidates(packed, of: vqk_undecided(row: 2, limit: -.infinity), codebook) == [])
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("lists all codes for a row that is not finite", arguments: KernelCase.all)
  func listsAllForNaN(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      var rows: Rows<Scalar> = IntegerPoints.random(2, columns: 5, seed: 25).rows(Scalar.self)
      let book: Rows<Scalar> = IntegerPoints.random(12, columns: 5, seed: 26).rows(Scalar.self)
      rows[1, 2] = .nan
      let (packed, codebook) = pack(rows, book, table)
      #expect(table.candidates(packed, of: vqk_undecided(row: 0, limit: -1e30), codebook) == [])
      #expect(
        table.candidates(packed, of: vqk_undecided(row: 1, limit: -1e30), codebook)
          == (0..<12).map { $0 })
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("lists a known pair", arguments: KernelCase.all)
  func listsPair(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      let rows = IntegerPoints.random(3, columns: 70, seed: 27).rows(Scalar.self)
      let book = IntegerPoints.random(12, columns: 70, seed: 28).rows(Scalar.self)
      let (packed, codebook) = pack(rows, book, table)
      let row = vqk_undecided(row: 1, is_pair: true, codes: (4, 11), limit: 0, second: 0)
      #expect(table.candidates(packed, of: row, codebook) == [4, 11])
    }
    check(kernels.scalar.kernelScalar)
  }

  private func pack<Scalar: KernelScalar>(
    _ rows: Rows<Scalar>, _ book: Rows<Scalar>, _ table: KernelTable<Scalar>
  ) -> (PackedRows<Scalar>, PackedCentroids<Scalar>) {
    let frame = TestFrame<Scalar>.identity(columns: rows.columns)
    return (
      table.pack(rows, frame: frame),
      table.pack(centroids: book, frame: frame)
    )
  }
}
