import Testing
import VQTestSupport
import VectorQuantization

/// Compares results with 128-bit integers, which hold every result exactly.
@Suite struct DoubleDoubleTests {
  /// The value, which must be an integer.
  private func integer(_ value: DoubleDouble) -> Int128 {
    Int128(value.high) + Int128(value.low)
  }

  /// A random integer of up to 53 bits, with either sign.
  private func wholeNumber(_ generator: inout TestGenerator) -> Int128 {
    Int128(Int64(bitPattern: generator.next()) >> 10)
  }

  @Test("the square of 1 + 2⁻⁵² keeps all three bits")
  func knownSquare() {
    let square = DoubleDouble(1 + 0x1p-52).squared()
    #expect(square.high == 1 + 0x1p-51)
    #expect(square.low == 0x1p-104)
  }

  @Test("squares of doubles are exact")
  func squaresAreExact() {
    var generator = TestGenerator(seed: 211)
    for _ in 0..<1000 {
      let number = wholeNumber(&generator)
      #expect(integer(DoubleDouble(Double(number)).squared()) == number * number)
    }
  }

  @Test("differences of doubles are exact", arguments: [0, 1, 30, 60])
  func differencesAreExact(_ shift: Int) {
    var generator = TestGenerator(seed: 212)
    for _ in 0..<1000 {
      let (left, right) = (wholeNumber(&generator) << shift, wholeNumber(&generator))
      #expect(
        integer(DoubleDouble(difference: Double(left), Double(right))) == left - right)
      #expect(
        integer(DoubleDouble(difference: Double(right), Double(left))) == right - left)
    }
  }

  @Test("the square of a difference is accurate to 103 bits")
  func squaresOfDifferencesAreRight() {
    var generator = TestGenerator(seed: 213)
    for _ in 0..<1000 {
      // 63 bits: the square has 126.
      let (left, right) = (wholeNumber(&generator) << 9, wholeNumber(&generator))
      let found = integer(DoubleDouble(difference: Double(left), Double(right)).squared())
      let expected = (left - right) * (left - right)
      // The result omits the square of the lower half, at most 2⁻¹⁰⁶ of the whole. The lower half
      // of the result rounds three times, with an error of 2⁻¹⁰⁶ of the whole each.
      #expect((found - expected).magnitude <= expected.magnitude >> 104)
    }
  }

  @Test("a sum of a thousand positive terms is accurate to 95 bits")
  func sumsAreRight() {
    var generator = TestGenerator(seed: 214)
    var sum = DoubleDouble(0)
    var expected: Int128 = 0
    for _ in 0..<1000 {
      let number = wholeNumber(&generator)
      expected += number * number
      sum.add(DoubleDouble(Double(number)).squared())
      // Each addition rounds its lower half twice, by 2⁻¹⁰⁶ of the sum so far: at most 2000 errors.
      #expect((integer(sum) - expected).magnitude <= expected.magnitude >> 95)
    }
  }

  @Test("a difference far below the precision of a double is found")
  func smallDifferencesAreSeen() {
    let one = DoubleDouble(1)
    let less = DoubleDouble(difference: 1, 0x1p-80)
    #expect(one.minus(less) == 0x1p-80)
    #expect(less.minus(one) == -0x1p-80)
    #expect(less.minus(less) == 0)
    #expect(less.scaled(by: 0x1p40).minus(one.scaled(by: 0x1p40)) == -0x1p-40)
  }
}
