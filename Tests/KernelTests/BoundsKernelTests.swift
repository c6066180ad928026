import CVQKernels
import Testing
import VQTestSupport

/// Bounds confirm the code of a row only if it is certain.
@Suite struct BoundsKernelTests {
  private static let counts = [0, 1, 15, 16, 17, 31, 32, 33, 48, 100]

  @Test("lists every row whose bounds do not confirm its code", arguments: KernelCase.all, counts)
  func listsContested(_ kernels: KernelCase, _ count: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      var generator = TestGenerator(seed: 800)
      // Small numbers, so that differences often equal the threshold.
      let values: [Float] = [0, 1, 2, 3, -1, .infinity, -.infinity, .nan, 0x1p-149]
      let thresholds: [Float] = [0, 1, 2, 0x1p-149, .infinity]
      for _ in 0..<30 {
        let lower = (0..<count).map { _ in values[generator.integer(below: values.count)] }
        let upper = (0..<count).map { _ in values[generator.integer(below: values.count)] }
        let codes = (0..<count).map { _ in Int32(generator.integer(below: thresholds.count)) }
        let found = table.contested(
          lower: lower, upper: upper, codes: codes, thresholds: thresholds)
        let expected = (0..<count).filter { row in
          !(lower[row] - upper[row] > thresholds[Int(codes[row])])
        }
        #expect(found == expected.map { UInt32($0) })
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("finds groups that may hold the nearest", arguments: KernelCase.all, [4, 8, 12, 64])
  func findsContestedGroups(_ kernels: KernelCase, _ groups: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      var generator = TestGenerator(seed: 801)
      func few(_ count: Int) -> [Float] {
        (0..<count).map { _ in [0, 1, 2, 3, 9, 9, 9, .nan][generator.integer(below: 8)] }
      }
      for rowCount in [1, 5, 40] {
        let (lowers, upper) = (few(rowCount * groups).map { $0 + 4 }, few(rowCount))
        let codes = (0..<rowCount).map { _ in Int32(generator.integer(below: 5)) }
        let travelled: [Float] = [0, 1, 2, 0, 4]
        let maximum = (0..<groups).map { Float($0 % 3) }
        let masks = (0..<rowCount).map { row in
          (0..<groups).reduce(UInt64(0)) { mask, group in
            let isOut =
              lowers[row * groups + group] - upper[row]
              > travelled[Int(codes[row])] + maximum[group]
            return isOut ? mask : mask | 1 << UInt64(group)
          }
        }
        let listed = (0..<UInt32(rowCount)).filter { $0 % 3 != 1 }
        for numbers in [nil, listed] {
          let open = (numbers ?? (0..<UInt32(rowCount)).map { $0 }).filter { masks[Int($0)] != 0 }
          for inPlace in [false, true] {
            let found = table.contestedGroups(
              lowers: lowers, groups: groups, upper: upper, codes: codes, travelled: travelled,
              maximum: maximum, numbers: numbers, inPlace: inPlace)
            #expect(found.open == open && found.masks == open.map { masks[Int($0)] })
          }
        }
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("gathers rows in the order listed", arguments: KernelCase.all, [1, 3, 8, 17])
  func gathers(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let rows = Rows<Scalar>.rough(30, columns: columns, gap: 3, seed: 802)
      for numbers in [[], [29], [0, 1, 2], [7, 7, 3, 29, 0]] as [[UInt32]] {
        let found = KernelTable<Scalar>(kernels).gather(rows, numbers: numbers)
        #expect(found == numbers.flatMap { rows[Int($0)] })
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("stored bounds are correct for any cumulative drift", arguments: KernelCase.all)
  func keepsBounds(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      for isWhole in [true, false] {
        for unit in [1e-46, 1e-30, 1, 1e12] {
          let rows = Open(
            numbers: [5, 0, 3], codes: [1, 0, 1], squared: [4, 2, 0].map { $0 * unit * unit })
          let n = isWhole ? 3 : 7
          var kept = Kept(
            codes: Array(repeating: 9, count: n), upper: Array(repeating: 9, count: n),
            lower: Array(repeating: 9, count: n), travelled: [3 * unit, 7.7 * unit],
            maximum: 8.1 * unit)
          var reach = Reach(maximum: [0, 0], sums: [1, 2], counts: [4, 5])
          let seconds = [2.1 * unit, 1e300, .infinity]
          table.keepBounds(&kept, of: rows, isWhole: isWhole, seconds: seconds, reach: &reach)
          let places = isWhole ? [0, 1, 2] : [5, 0, 3]
          for (index, row) in places.enumerated() {
            let (distance, way) = (
              rows.squared[index].squareRoot(), kept.travelled[Int(rows.codes[index])]
            )
            #expect(kept.codes[row] == rows.codes[index])
            #expect(Double(kept.upper[row]) > distance - way)
            #expect(Double(kept.upper[row]) < distance - way + 1e-6 * (distance + way) + 1e-44)
            #expect(Double(kept.lower[row]) < seconds[index] + kept.maximum)
            #expect(kept.lower[row].isFinite)
          }
          #expect(Double(kept.lower[places[0]]) > 10.2 * unit * (1 - 1e-6) - 1e-44)
          #expect(kept.lower[places[1]] > 3e38 && kept.lower[places[2]] > 3e38)
          for row in 0..<n where !places.contains(row) {
            #expect(kept.codes[row] == 9 && kept.upper[row] == 9 && kept.lower[row] == 9)
          }
          #expect(reach.counts == [5, 7])
          #expect(abs(reach.sums[1] - 2 - 2 * unit) <= 1e-6 * (2 + unit))
          #expect(abs(Double(reach.maximum[1]) - 2 * unit) <= 1e-6 * unit + 1e-44)
        }
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("removes only rows that are certainly nearer than the bound", arguments: KernelCase.all)
  func narrows(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      var kept = Kept(
        codes: [0, 1, 0, 1, 0, 1], upper: Array(repeating: 77, count: 6),
        lower: [5, 7, .nan, 7, 7, -.infinity], travelled: [1, 2], maximum: 2)
      // Distances: 4, 4.9, 1, 5 (equal to the bound), slightly below 5, 1.
      let rows = Open(
        numbers: [0, 1, 2, 3, 4, 5], codes: [0, 1, 0, 1, 0, 1],
        squared: [16, 24.01, 1, 25, Double(25).nextDown, 1])
      let left = table.narrow(&kept, rows)
      #expect(left.numbers == [0, 2, 3, 4, 5] && left.codes == [0, 0, 1, 0, 1])
      #expect(left.squared == [16, 1, 25, Double(25).nextDown, 1])
      #expect(kept.upper.enumerated().allSatisfy { $0 == 1 || $1 == 77 })
      #expect(Double(kept.upper[1]) > 4.9 - 2 && kept.upper[1] < 2.90001)
      #expect(kept.codes == [0, 1, 0, 1, 0, 1])
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("the bound on the second distance follows from the gap", arguments: KernelCase.all)
  func boundsSeconds(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let gaps: [Scalar] = [0, -1, .nan, 4, .infinity, 0.5]
      let seconds = KernelTable<Scalar>(kernels).secondsOfGaps(
        squared: [4, 4, 4, 1, 1, 0], gaps: gaps, factor: 0x1p-10)
      for index in 0..<3 { #expect(seconds[index] < 2 && seconds[index] > 1.99999) }
      let certain = 4 * (1 - 0x1p-8)
      #expect(seconds[3] < (1 + 2 * certain).squareRoot())
      #expect(seconds[3] > (1 + 2 * certain).squareRoot() * (1 - 1e-7))
      // An overflowing score only shows that the gap is at least the largest finite number.
      let vast = (2 * Double(Scalar.greatestFiniteMagnitude) * (1 - 0x1p-8)).squareRoot()
      #expect(seconds[4] <= vast && seconds[4] > vast * (1 - 1e-7) || vast == .infinity)
      #expect(seconds[5] < (1 - 0x1p-8 as Double).squareRoot())
    }
    check(kernels.scalar.kernelScalar)
  }
}
