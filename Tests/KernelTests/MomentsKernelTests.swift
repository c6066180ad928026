import Testing
import VQTestSupport

/// Moments and products equal plain additions, row after row, bit for bit.
@Suite struct MomentsKernelTests {
  private static let columnCounts = Array(1...20) + [129]

  @Test("adds differences and their squares in order", arguments: KernelCase.all, columnCounts)
  func addsInOrder(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let shift = Rows<Double>.rough(1, columns: columns, seed: 61).elements
      let scale = Rows<Double>.rough(1, columns: columns, seed: 62).elements
      let start = ColumnMoments(
        sums: shift, squares: scale, maximum: Array(repeating: 1.5, count: columns),
        isFinite: true)
      for (count, gap) in [(1, 0), (31, 4)] {
        let rows = Rows<Scalar>.rough(count, columns: columns, gap: gap, seed: 63)
        let found = KernelTable(kernels).moments(rows, shift: shift, scale: scale, onto: start)

        var expected = start
        for row in 0..<count {
          for column in 0..<columns {
            let value = (Double(rows[row, column]) - shift[column]) * scale[column]
            expected.sums[column] += value
            expected.squares[column] += value * value
            expected.maximum[column] = max(expected.maximum[column], abs(value))
          }
        }
        #expect(found == expected)
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("detects a number that is not finite at any position", arguments: KernelCase.all)
  func findsWhatIsNotFinite(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for (count, columns) in [(1, 1), (3, 2), (2, 8), (4, 9), (17, 33)] {
        let plain = Rows<Scalar>.rough(count, columns: columns, gap: 1, seed: 64)
        #expect(isFinite(plain, kernels), "the gaps between rows do not count")
        let last = plain.elements.count - 1
        for position in [0, columns - 1, last / 2, last - columns + 1, last] {
          for value in [Scalar.nan, .infinity, -.infinity, .signalingNaN] {
            var rows = plain
            rows.elements[position] = value
            #expect(!isFinite(rows, kernels), "\(value) at \(position) of \(count) x \(columns)")
          }
        }
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("the largest finite numbers count as finite", arguments: KernelCase.all)
  func extremesAreFinite(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let maximum = Scalar.greatestFiniteMagnitude
      let rows = Rows<Scalar>([maximum, -maximum, -maximum, 0, maximum, maximum], columns: 2)
      #expect(isFinite(rows, kernels))
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("adds weighted products in order", arguments: KernelCase.all, columnCounts)
  func addsProductsInOrder(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      // A wide matrix is slow to check, and a few rows are enough.
      let count = columns > 20 ? 3 : 17
      let rows = Rows<Scalar>.rough(count, columns: columns, gap: 2, seed: 65)
      let shift = Rows<Double>.rough(1, columns: columns, seed: 66).elements
      let start = Rows<Double>.rough(columns, columns: columns, seed: 67).elements
      for weights in [nil, Rows<Double>.rough(count, columns: 1, seed: 68).elements] {
        let found = KernelTable(kernels).comoments(
          rows, weights: weights, shift: shift, onto: start)

        // Numbers above the diagonal do not change.
        var expected = start
        for row in 0..<count {
          let difference = (0..<columns).map { Double(rows[row, $0]) - shift[$0] }
          let weight = weights.map { $0[row] } ?? 1
          for column in 0..<columns {
            let factor = difference[column] * weight
            for other in 0...column {
              expected[column * columns + other] += factor * difference[other]
            }
          }
        }
        #expect(found == expected)
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  private func isFinite<Scalar: KernelScalar>(
    _ rows: Rows<Scalar>, _ kernels: KernelCase
  ) -> Bool {
    let zeros = [Double](repeating: 0, count: rows.columns)
    let start = ColumnMoments(sums: zeros, squares: zeros, maximum: zeros, isFinite: true)
    let scale = [Double](repeating: 1, count: rows.columns)
    return KernelTable(kernels).moments(rows, shift: zeros, scale: scale, onto: start).isFinite
  }
}
