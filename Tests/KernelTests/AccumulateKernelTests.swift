import Testing
import VQTestSupport

/// The sums of each code equal plain additions, row after row, bit for bit.
@Suite struct AccumulateKernelTests {
  private static let columnCounts = Array(1...20) + [129]

  @Test("adds rows to their codes in order", arguments: KernelCase.all, columnCounts)
  func addsRowsInOrder(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for (count, gap) in [(1, 0), (50, 3)] {
        for isWeighted in [false, true] {
          let problem = Problem<Scalar>(
            count, columns: columns, gap: gap, clusterCount: 7, isWeighted: isWeighted)
          let found = KernelTable(kernels).accumulate(
            problem.rows, codes: problem.codes, weights: problem.weights, shift: problem.shift,
            onto: problem.start)
          #expect(found == problem.expected)
        }
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test(
    "adds and subtracts the listed rows, in their order", arguments: KernelCase.all, columnCounts)
  func takesRowsListed(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let numbers = [44, 3, 4, 31, 0, 49, 12, 11, 40, 2].map { UInt32($0) }
      for takesAway in [false, true] {
        for isWeighted in [false, true] {
          let problem = Problem<Scalar>(
            50, columns: columns, gap: 1, clusterCount: 7, isWeighted: isWeighted,
            numbers: numbers, takesAway: takesAway)
          // The first code may be any number.
          let found = KernelTable(kernels).accumulate(
            problem.rows, numbers: numbers, codes: problem.codes.map { $0 + 5 },
            weights: problem.weights, takesAway: takesAway, shift: problem.shift, firstCode: 5,
            onto: problem.start)
          #expect(found == problem.expected)
        }
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test(
    "adds groups of features separately to the same sums", arguments: KernelCase.all, columnCounts)
  func addsByFeatures(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for isWeighted in [false, true] {
        let problem = Problem<Scalar>(
          50, columns: columns, gap: 3, clusterCount: 7, isWeighted: isWeighted)
        let table = KernelTable<Scalar>(kernels)
        let found = stride(from: 0, to: columns, by: 5).reduce(problem.start) { sums, first in
          table.accumulate(
            problem.rows, codes: problem.codes, weights: problem.weights, shift: problem.shift,
            features: first..<min(first + 5, columns), onto: sums)
        }
        #expect(found == problem.expected)
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test(
    "moves rows one by one from the old code to the new code",
    arguments: KernelCase.all, columnCounts)
  func movesRows(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let numbers = [44, 3, 4, 31, 0, 49, 12, 11, 40, 2].map { UInt32($0) }
      let problem = Problem<Scalar>(
        50, columns: columns, gap: 1, clusterCount: 7, isWeighted: false)
      let before = problem.codes.map { ($0 + 3) % 7 }
      let table = KernelTable<Scalar>(kernels)
      let expected = numbers.reduce(problem.start) { sums, number in
        let added = table.accumulate(
          problem.rows, numbers: [number], codes: problem.codes, weights: nil,
          shift: problem.shift, onto: sums)
        return table.accumulate(
          problem.rows, numbers: [number], codes: before, weights: nil, takesAway: true,
          shift: problem.shift, onto: added)
      }
      let found = table.transfer(
        problem.rows, numbers: numbers, from: before, to: problem.codes, shift: problem.shift,
        onto: problem.start)
      #expect(found == expected)
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("weights of 1 give the sums without weights", arguments: KernelCase.all, columnCounts)
  func unitWeightsChangeNothing(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let problem = Problem<Scalar>(
        33, columns: columns, gap: 0, clusterCount: 3, isWeighted: false)
      var start = problem.start
      start.totals = [0, 0, 0]
      let found = KernelTable(kernels).accumulate(
        problem.rows, codes: problem.codes, weights: Array(repeating: 1, count: 33),
        shift: problem.shift, onto: start)
      #expect(found.sums == problem.expected.sums)
      #expect(found.counts == problem.expected.counts)
      let members = (0..<3).map { code in problem.codes.count { $0 == code } }
      #expect(found.totals == members.map { Double($0) })
    }
    check(kernels.scalar.kernelScalar)
  }

  /// There are codes without rows at both ends and in the middle.
  @Test("does not change codes without rows", arguments: KernelCase.all, [1, 4, 5, 8, 9])
  func leavesOtherCodesAlone(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let rows = Rows<Scalar>.rough(6, columns: columns, seed: 51)
      let start = Sums(
        sums: Array(repeating: 0.1, count: 5 * columns), counts: [5, 5, 5, 5, 5])
      let found = KernelTable(kernels).accumulate(
        rows, codes: [1, 3, 1, 3, 3, 1], weights: nil,
        shift: Array(repeating: 0, count: columns), onto: start)
      #expect(found.counts == [5, 8, 5, 8, 5])
      for code in [0, 2, 4] {
        #expect(found.sums[(code * columns)..<((code + 1) * columns)].allSatisfy { $0 == 0.1 })
      }
    }
    check(kernels.scalar.kernelScalar)
  }
}

/// Rows, and their sums by a plain loop.
private struct Problem<Scalar: KernelScalar> {
  let rows: Rows<Scalar>
  let codes: [Int32]
  let weights: [Double]?
  let shift: [Double]
  let start: Sums
  private(set) var expected: Sums

  /// `numbers` of `nil` means all rows.
  init(
    _ count: Int, columns: Int, gap: Int, clusterCount: Int, isWeighted: Bool,
    numbers: [UInt32]? = nil, takesAway: Bool = false
  ) {
    var generator = TestGenerator(seed: 52)
    rows = .rough(count, columns: columns, gap: gap, seed: 53)
    codes = (0..<count).map { _ in Int32(generator.integer(below: clusterCount)) }
    weights = isWeighted ? (0..<count).map { _ in generator.longSignificand() } : nil
    shift = Rows<Double>.rough(1, columns: columns, seed: 54).elements
    // Not zero, because the kernel adds to existing sums.
    start = Sums(
      sums: Rows<Double>.rough(clusterCount, columns: columns, seed: 55).elements,
      counts: (0..<clusterCount).map { Int64($0) },
      totals: isWeighted ? Rows<Double>.rough(clusterCount, columns: 1, seed: 56).elements : nil)

    expected = start
    let sign = takesAway ? -1.0 : 1.0
    for row in numbers?.map({ Int($0) }) ?? Array(0..<count) {
      let code = Int(codes[row])
      expected.counts[code] += takesAway ? -1 : 1
      let weight = weights.map { Double($0[row]) }
      if let weight { expected.totals?[code] += sign * weight }
      for column in 0..<columns {
        let difference = Double(rows[row, column]) - shift[column]
        expected.sums[code * columns + column] += difference * (sign * (weight ?? 1))
      }
    }
  }
}
