import CVQKernels
import Testing
import VQTestSupport

/// `widen` gives the stored number, or the nearest scalar.
@Suite struct WidenKernelTests {
  @Test("converts every float16 and every bfloat16 exactly", arguments: KernelCase.all)
  func widensHalves(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      let all = (0...UInt16.max).map { $0 }
      let halves = table.widen(all.map { $0.littleEndian }, as: VQK_FLOAT16)
      let brains = table.widen(all.map { $0.littleEndian }, as: VQK_BFLOAT16)
      let wrong = all.filter { bits in
        let half = Scalar(Float16(bitPattern: bits))
        let brain = Scalar(Float(bitPattern: UInt32(bits) << 16))
        return !isSame(halves[Int(bits)], half) || !isSame(brains[Int(bits)], brain)
      }
      #expect(wrong.isEmpty)
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("integers and floats are rounded to the nearest scalar", arguments: KernelCase.all)
  func roundsToNearest(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      var generator = TestGenerator(seed: 71)
      let words = (0..<500).map { _ in generator.next() >> UInt64(generator.integer(below: 64)) }
      let bytes = words.map { UInt8(truncatingIfNeeded: $0) }
      let shorts = words.map { UInt16(truncatingIfNeeded: $0) }
      let integers = words.map { UInt32(truncatingIfNeeded: $0) }
      #expect(table.widen(bytes, as: VQK_UINT8) == bytes.map { Scalar($0) })
      #expect(table.widen(bytes, as: VQK_INT8) == bytes.map { Scalar(Int8(bitPattern: $0)) })
      #expect(table.widen(shorts, as: VQK_UINT16) == shorts.map { Scalar($0) })
      #expect(table.widen(shorts, as: VQK_INT16) == shorts.map { Scalar(Int16(bitPattern: $0)) })
      #expect(
        table.widen(integers, as: VQK_INT32) == integers.map { Scalar(Int32(bitPattern: $0)) })
      #expect(table.widen(integers, as: VQK_UINT32) == integers.map { Scalar($0) })
      #expect(table.widen(words, as: VQK_UINT64) == words.map { Scalar($0) })
      #expect(table.widen(words, as: VQK_INT64) == words.map { Scalar(Int64(bitPattern: $0)) })
      let floats = table.widen(integers, as: VQK_FLOAT32)
      let doubles = table.widen(words, as: VQK_FLOAT64)
      for index in words.indices {
        #expect(isSame(floats[index], Scalar(Float(bitPattern: integers[index]))))
        #expect(isSame(doubles[index], Scalar(Double(bitPattern: words[index]))))
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test(
    "reads any strides and both byte orders", arguments: KernelCase.all, [1, 2, 3, 17])
  func followsStrides(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      let rows = 21
      for (rowStride, columnStride) in [(2 * columns, 2), (2 * columns + 3, 2), (2, 2 * rows)] {
        var bytes = [UInt8](repeating: 0, count: rows * rowStride + columns * columnStride)
        for row in 0..<rows {
          for column in 0..<columns {
            let place = row * rowStride + column * columnStride
            bytes[place] = UInt8(row)
            bytes[place + 1] = UInt8(column)
          }
        }
        for isSwapped in [false, true] {
          let found = table.widen(
            bytes, as: VQK_UINT16, rowStride: rowStride, columnStride: columnStride, rows: rows,
            columns: columns, isSwapped: isSwapped)
          let expected = (0..<(rows * columns)).map { place in
            let (row, column) = (place / columns, place % columns)
            return Scalar(isSwapped ? row << 8 | column : column << 8 | row)
          }
          #expect(found == expected)
        }
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  private func isSame<Scalar: KernelScalar>(_ left: Scalar, _ right: Scalar) -> Bool {
    left == right ? left.sign == right.sign : left.isNaN && right.isNaN
  }
}
