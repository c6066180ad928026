import Testing
import VectorQuantization

/// Stored numbers are decoded correctly from their bits, at any position.
@Suite struct StoredSpanTests {
  /// Every 16-bit pattern, compared with the definition of the format.
  @Test func readsEveryHalf() {
    let words = (0...UInt16.max).map(\.self)
    let span = StoredSpan(words.span, of: .float16, rows: 1, columns: words.count)
    let wrong = words.filter { word in
      let exponent = Int(word >> 10 & 31)
      let significand = Double(word & 1023)
      var expected =
        switch exponent {
        case 0: significand * 0x1p-24
        case 31: significand == 0 ? Double.infinity : .nan
        default: (1024 + significand) * Double(sign: .plus, exponent: exponent - 25, significand: 1)
        }
      if word >> 15 == 1 { expected = -expected }
      let found = span[0, Int(word)]
      return !(found.bitPattern == expected.bitPattern || (found.isNaN && expected.isNaN))
    }
    #expect(wrong.isEmpty)
  }

  @Test func readsTheUpperHalfOfAFloat() {
    let numbers: [Float] = [1, -2.5, .infinity, 0x1p-126, 0x1.8p-132]
    let words = numbers.map { UInt16($0.bitPattern >> 16) }
    let span = StoredSpan(words.span, of: .bfloat16, rows: 1, columns: words.count)
    #expect(span.widened(rows: 0..<1, as: Float.self).elements == numbers)
  }

  @Test func readsAtAnyAddressInAnyOrder() {
    // A 2 x 2 matrix of big-endian numbers in column-major order, with a byte before each of them.
    let bytes: [UInt8] = [9, 0, 1, 9, 0, 2, 9, 1, 0, 9, 0xFF, 0xFF]
    let span = StoredSpan(
      unsafe bytes.span.bytes,  // bytes have no padding
      StorageLayout(
        elementType: .int16, isBigEndian: true, rowCount: 2, columnCount: 2, offset: 1,
        rowStride: 3, columnStride: 6))
    let matrix = span.widened(rows: 0..<2, as: Float.self)
    #expect(matrix == [[1, 256], [2, -1]])
    #expect(span.widened(rows: 1..<2, as: Double.self) == [[2, -1]])
    #expect(span.wholeNumber(row: 1, column: 1) == -1)
  }

  @Test func knowsWholeNumbers() {
    let numbers: [Double] = [3, -0.0, 2.5, .nan, .infinity, 1e300]
    let span = StoredSpan(numbers.span, of: .float64, rows: 1, columns: numbers.count)
    let found = numbers.indices.map { span.wholeNumber(row: 0, column: $0) }
    #expect(found == [3, 0, nil, nil, nil, nil])
    let large = [Int64.max]
    let stored = StoredSpan(large.span, of: .int64, rows: 1, columns: 1)
    let (whole, rounded) = (stored.wholeNumber(row: 0, column: 0), stored[0, 0])
    #expect(whole == .max)
    #expect(rounded == 0x1p63)
  }

  @Test func knowsUnsignedNumbersOf64Bits() {
    let numbers: [UInt64] = [3, UInt64(Int64.max), 1 << 63, .max]
    let span = StoredSpan(numbers.span, of: .uint64, rows: 1, columns: numbers.count)
    let whole = numbers.indices.map { span.wholeNumber(row: 0, column: $0) }
    #expect(whole == [3, .max, nil, nil])
    let rounded = numbers.indices.map { span[0, $0] }
    #expect(rounded == [3, 0x1p63, 0x1p63, 0x1p64])
    #expect(span.widened(rows: 0..<1, as: Double.self).elements == rounded)
  }

  @Test func readsNothingFromRowsOfNothing() {
    let span = StoredSpan([Float]().span, of: .float32, rows: .max, columns: 0)
    #expect(span.widened(rows: 0..<Int.max, as: Float.self).elements.isEmpty)
  }
}
