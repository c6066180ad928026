import CVQKernels
import Testing
import VQTestSupport

/// Ordering loses no rows, and pruning removes no candidate that may be nearest.
@Suite struct OrderKernelTests {
  @Test("finds the bounds of rows", arguments: KernelCase.all, [1, 2, 3, 5, 8, 16, 17, 40])
  func findsExtent(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for count in [1, 2, 7, 64, 65, 129, 500] {
        let rows = Rows<Scalar>.rough(count, columns: columns, seed: UInt64(810 + count))
        let found = KernelTable<Scalar>(kernels).rowBounds(rows)
        for column in 0..<columns {
          let all = (0..<count).map { rows[$0, column] }
          #expect(found.minimum[column] == all.min() && found.maximum[column] == all.max())
        }
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("counts bins, and distributes rows to their classes", arguments: KernelCase.all, 1...6)
  func distributes(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      for count in [1, 16, 301] {
        var rows = Rows<Scalar>.rough(count, columns: columns, seed: 811)
        let feature = columns - 1
        // Whole bin numbers, and halves between them, which round to the even one.
        for row in 0..<count { rows[row, feature] = Scalar(row * row % 2047) / 2 - 100 }
        let (low, factor) = (-100.0, 1.0)
        let bins = (0..<count).map { row in
          Int(((Double(rows[row, feature]) - low) * factor).rounded(.toNearestOrEven))
        }
        var expected = [UInt32](repeating: 3, count: Int(VQK_BINS))
        for bin in bins { expected[bin] += 1 }
        let counts = table.countBins(
          rows, feature: feature, low: low, factor: factor,
          onto: Array(repeating: 3, count: Int(VQK_BINS)))
        #expect(counts == expected)

        let classes = (0..<Int(VQK_BINS)).map { UInt8($0 / 100) }
        let order = (0..<count).sorted { (classes[bins[$0]], $0) < (classes[bins[$1]], $1) }
        let starts = (0..<11).map { own in
          UInt32(bins.count { classes[$0] < UInt8(own) })
        }
        let found = table.distribute(
          rows, numbers: (0..<count).map { UInt32(1000 - $0) }, feature: feature, low: low,
          factor: factor, classes: classes, next: starts)
        #expect(found.elements == order.flatMap { rows[$0] })
        #expect(found.numbers == order.map { UInt32(1000 - $0) })
        #expect(found.next == Array(starts.dropFirst()) + [UInt32(count)])
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("keeps what may be nearest in a box, and few others", arguments: KernelCase.all, 1...5)
  func prunes(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      var generator = TestGenerator(seed: 812)
      for count in [1, 7, 8, 9, 16, 30] {
        let points = IntegerPoints.random(count, columns: columns, within: 50, seed: UInt64(count))
        let stride = (count + 7) / 8 * 8
        var candidates = Candidates(
          codes: (0..<stride).map { Int32(100 + 3 * $0) },
          coordinates: Array(repeating: .nan, count: stride * columns))
        for (place, coordinate) in points.coordinates.enumerated() {
          candidates.coordinates[place % columns * stride + place / columns] = Double(coordinate)
        }
        for extent in [0, 4, 60] {
          let low = (0..<columns).map { _ in generator.integer(below: 81) - 40 }
          let high = low.map { $0 + extent }
          let found = table.prune(
            candidates, count: count, box: low.map { Double($0) }, high.map { Double($0) },
            slack: 0x1p-48)
          let kept = found.codes.map { Int($0 - 100) / 3 }
          #expect(!kept.isEmpty && kept == kept.sorted() && kept.allSatisfy { $0 < count })
          #expect(
            found.coordinates
              == (0..<columns).flatMap { column in
                kept.map { Double(points[$0].dropFirst(column).first ?? 0) }
              })
          // Corners, and points inside.
          for corner in 0..<(1 << columns) {
            let x = IntegerPoints(
              coordinates: low.indices.map {
                corner >> $0 & 1 == 0 ? low[$0] : high[$0] - (extent == 60 ? corner % 7 : 0)
              }, columns: columns)
            let squared = (0..<count).map { x.squaredDistance(0, to: $0, of: points) }
            for code in 0..<count where squared[code] == squared.min() {
              #expect(kept.contains(code))
            }
            if extent == 0 { #expect(kept == (0..<count).filter { squared[$0] == squared.min() }) }
          }
        }
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("translates codes, and reports whether all are equal", arguments: KernelCase.all)
  func translates(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      let names: [Int32] = [9, 4, 4, 1 << 25, 0]
      for count in [1, 7, 16, 33] {
        let same = table.translate(Array(repeating: 3, count: count), by: names)
        #expect(same.isOne && same.names == Array(repeating: 1 << 25, count: count))
        for odd in 0..<count where count > 1 {
          var codes = [Int32](repeating: 1, count: count)
          codes[odd] = 2
          let found = table.translate(codes, by: names)
          #expect(!found.isOne && found.names == codes.map { names[Int($0)] })
        }
      }
    }
    check(kernels.scalar.kernelScalar)
  }
}
