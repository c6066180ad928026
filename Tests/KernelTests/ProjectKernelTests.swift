import CVQKernels
import Testing
import VQTestSupport

/// Projections equal plain sums in `Double`, rounded once, bit for bit.
@Suite struct ProjectKernelTests {
  private static let columnCounts = [1, 2, 7, 8, 9, 33, 127, 128, 129, 300]
  private static let directionCounts: [Int?] = [0, 1, 7, 8, 9, 16, 128, nil]

  @Test("projects bit for bit", arguments: KernelCase.all, columnCounts)
  func projects(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for (position, r) in Self.directionCounts.enumerated() {
        let (count, gap) = [(1, 0), (12, 3), (25, 0), (4, 1)][position % 4]
        let rows = Rows<Scalar>.rough(count, columns: columns, gap: gap, seed: 71)
        let directions = r.map { r in
          (0..<r).map {
            Rows<Double>.rough(1, columns: columns, seed: 100 + UInt64($0)).elements
          }
        }
        let frame = TestFrame<Scalar>(
          shift: Rows<Scalar>.rough(1, columns: columns, seed: 72).elements, scale: 0x1p-3)
        let found = KernelTable(kernels).project(rows, frame: frame, on: directions, unit: 0x1p5)
        #expect(found == expected(rows, frame, directions, 0x1p5), "\(r ?? -1) directions")
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("the rest is 0 for a row within the subspace", arguments: KernelCase.all)
  func leavesNothing(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let rows = IntegerPoints.random(20, columns: 5, within: 64, seed: 73).rows(Scalar.self)
      let axes = (0..<5).map { axis in (0..<5).map { $0 == axis ? 1.0 : 0.0 } }
      let all = KernelTable(kernels).project(
        rows, frame: .identity(columns: 5), on: axes, unit: 1)
      // Directions longer than 1: the sum of squares exceeds the squared norm.
      let more = KernelTable(kernels).project(
        rows, frame: .identity(columns: 5), on: axes.map { $0.map { 1.5 * $0 } }, unit: 1)
      for row in 0..<20 {
        #expect(all.rows[(row * 6)..<(row * 6 + 5)].elementsEqual(rows[row].map { Float($0) }))
        #expect(all.rows[row * 6 + 5] == 0 && more.rows[row * 6 + 5] == 0)
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("a row that is not finite gives results that are not finite", arguments: KernelCase.all)
  func keepsWhatIsNotFinite(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for value in [Scalar.nan, .infinity, -.infinity] {
        for columns in [3, 8, 11] {
          for r in [0, 2, nil] {
            var rows = Rows<Scalar>.rough(15, columns: columns, seed: 74)
            for row in [0, 13] { rows[row, columns - 1] = value }
            let directions = r.map { r in
              (0..<r).map {
                Rows<Double>.rough(1, columns: columns, seed: 200 + UInt64($0)).elements
              }
            }
            let found = KernelTable(kernels).project(
              rows, frame: .identity(columns: columns), on: directions, unit: 1)
            let width = found.rows.count / 15
            for row in 0..<15 {
              let isFinite = row != 0 && row != 13
              let own = found.rows[(row * width)..<((row + 1) * width)]
              #expect(own.allSatisfy(\.isFinite) == isFinite)
              #expect(found.norms[row].isFinite == isFinite)
            }
          }
        }
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  private func expected<Scalar: KernelScalar>(
    _ rows: Rows<Scalar>, _ frame: TestFrame<Scalar>, _ directions: [[Double]]?, _ unit: Double
  ) -> Projected {
    var result = Projected(rows: [], norms: [])
    for row in 0..<rows.count {
      let x = rows[row].enumerated().map {
        Double($1) * frame.scale - Double(frame.shift[$0])
      }
      let squared = sumOfSquares(x)
      result.norms.append(Float(squared.squareRoot() * unit))
      guard let directions else {
        result.rows += x.map { Float($0 * unit) }
        continue
      }
      let coordinates = directions.map { direction in
        zip(x, direction).reduce(0.0) { $0 + $1.0 * $1.1 }
      }
      let rest = squared - sumOfSquares(coordinates)
      result.rows += coordinates.map { Float($0 * unit) }
      result.rows.append(Float((rest < 0 ? 0 : rest).squareRoot() * unit))
    }
    return result
  }

  /// Adds in eight partial sums.
  private func sumOfSquares(_ numbers: [Double]) -> Double {
    var s = [Double](repeating: 0, count: 8)
    for (position, number) in numbers.enumerated() { s[position % 8] += number * number }
    return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
  }
}
