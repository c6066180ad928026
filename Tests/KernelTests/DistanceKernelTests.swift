import Testing
import VQTestSupport

/// Distances have the same bits with every kernel set.
@Suite struct DistanceKernelTests {
  private static let columnCounts = Array(1...20) + [33, 129]

  @Test("every set gives the bits of the serial set", arguments: KernelCase.all, columnCounts)
  func setsAgree(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for (count, gap) in [(1, 0), (2, 3), (49, 1)] {
        let (rows, book, codes) = problem(Scalar.self, count, columns: columns, gap: gap)
        for scale in [1, 0x1p-70] {
          let found = KernelTable(kernels).distances(
            rows, codes: codes, centroids: book, scale: scale)
          let expected = KernelTable.serial.distances(
            rows, codes: codes, centroids: book, scale: scale)
          #expect(found == expected)
        }
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("distances are those to the own centroids", arguments: KernelCase.all, columnCounts)
  func distancesAreRight(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let (rows, book, codes) = problem(Scalar.self, 49, columns: columns, gap: 2)
      let found = KernelTable(kernels).distances(rows, codes: codes, centroids: book, scale: 0.5)
      // Every term is positive, has an error of three roundings, and takes part in fewer than
      // `columns` additions. The same holds for the expected sum.
      let tolerance = Double(columns + 2) * Double.ulpOfOne
      for row in 0..<rows.count {
        let expected = zip(rows[row], book[Int(codes[row])]).reduce(0.0) { sum, pair in
          let difference = (Double(pair.0) - Double(pair.1)) * 0.5
          return sum + difference * difference
        }
        #expect(agree(found[row], expected, within: tolerance))
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test(
    "listed rows get the same bits, in the order of the list", arguments: KernelCase.all,
    columnCounts)
  func numberedRowsAgree(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let (rows, book, codes) = problem(Scalar.self, 49, columns: columns, gap: 1)
      let table = KernelTable<Scalar>(kernels)
      let all = table.distances(rows, codes: codes, centroids: book, scale: 0.5)
      let numbers = [48, 0, 7, 7, 23, 1]
      let found = table.distances(
        rows, numbers: numbers.map { UInt32($0) }, codes: numbers.map { codes[$0] },
        centroids: book, scale: 0.5)
      #expect(found == numbers.map { all[$0] })
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("distances that need no rounding are exact", arguments: KernelCase.all, columnCounts)
  func integersAreExact(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let rows = IntegerPoints.random(17, columns: columns, seed: 43)
      let book = IntegerPoints.random(3, columns: columns, seed: 44)
      let codes = (0..<17).map { Int32($0 % 3) }
      let found = KernelTable(kernels).distances(
        rows.rows(Scalar.self), codes: codes, centroids: book.rows(Scalar.self), scale: 1)
      for row in 0..<17 {
        #expect(found[row] == Double(rows.squaredDistance(row, to: row % 3, of: book)))
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("a row that is not finite affects only its own distance", arguments: KernelCase.all)
  func extremesStayApart(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for columns in [1, 4, 5, 8, 13] {
        var (rows, book, codes) = problem(Scalar.self, 5, columns: columns, gap: 1)
        let plain = KernelTable(kernels).distances(rows, codes: codes, centroids: book, scale: 1)
        rows[1, 0] = .nan
        rows[3, columns - 1] = .infinity
        let found = KernelTable(kernels).distances(rows, codes: codes, centroids: book, scale: 1)
        #expect(found[1].isNaN)
        #expect(found[3] == .infinity)
        #expect([0, 2, 4].allSatisfy { found[$0] == plain[$0] })
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test(
    "every set gives the same bits for the distances of all pairs", arguments: KernelCase.all,
    columnCounts)
  func matricesAgree(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for (count, gap) in [(1, 0), (8, 2), (25, 3), (49, 1)] {
        let (rows, book, _) = problem(Scalar.self, count, columns: columns, gap: gap)
        let found = KernelTable(kernels).distanceMatrix(rows, centroids: book)
        let expected = (0..<(count * book.count)).map { pair in
          zip(rows[pair / book.count], book[pair % book.count]).reduce(0.0) { sum, pair in
            let difference = Double(pair.0) - Double(pair.1)
            return sum.addingProduct(difference, difference)
          }
        }
        #expect(found == expected.map { Scalar($0.squareRoot()) })
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  private func problem<Scalar: KernelScalar>(
    _: Scalar.Type, _ count: Int, columns: Int, gap: Int
  ) -> (rows: Rows<Scalar>, book: Rows<Scalar>, codes: [Int32]) {
    var generator = TestGenerator(seed: 41)
    return (
      .rough(count, columns: columns, gap: gap, seed: 42), .rough(7, columns: columns, seed: 45),
      (0..<count).map { _ in Int32(generator.integer(below: 7)) }
    )
  }
}
