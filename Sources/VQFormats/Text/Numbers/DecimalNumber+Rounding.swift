extension DecimalNumber {
  /// The nearest `Double`, ties to even; `nil` if this needs more digits than are stored.
  ///
  /// Most numbers in files are short, and one multiplication or division by a power of ten is
  /// enough. The digits are an integer that a `Double` represents exactly, and so is the power; an
  /// operation on two exact numbers rounds once. W. D. Clinger, "How to read floating point numbers
  /// accurately", PLDI 1990.
  ///
  /// - Parameter powers: The significands of ``PowersOfTen``.
  /// - Returns: The number, or `nil`.
  @inline(__always)
  func nearest(_ powers: Span<UInt128>) -> Double? {
    let power = Int(exponent.magnitude)
    guard digits <= 1 << 53, power < exactPowersOfTen.count, !isCut else {
      return nearestOfMany(powers)
    }
    let exact = Double(digits)
    let magnitude = exponent < 0 ? exact / exactPowersOfTen[power] : exact * exactPowersOfTen[power]
    return isNegative ? -magnitude : magnitude
  }

  @inline(never)
  private func nearestOfMany(_ powers: Span<UInt128>) -> Double? {
    guard digits > 0 else { return isNegative ? -0.0 : 0 }
    guard let bits = Self.round(digits, exponent, powers) else { return nil }
    // The number lies between two numbers that differ in the last stored digit. If both round to
    // the same `Double`, so does the number.
    if isCut, Self.round(digits + 1, exponent, powers) != bits { return nil }
    let magnitude = Double(bitPattern: bits)
    return isNegative ? -magnitude : magnitude
  }

  /// The bits of the `Double` nearest to `digits` · 10^`exponent`, for digits other than 0.
  ///
  /// Let *w* be the digits, shifted left until the highest of 64 bits is set, and *T* the stored
  /// leading bits of the power. The true power is *T* + *t* in the same unit, 0 ≤ *t* < 1. The
  /// product is then *wT* + *wt*. *P* below is the leading 128 of the 192 bits of *wT*. The dropped
  /// part of *wT* and all of *wt* are each less than one unit of *P*, so the number lies in [*P*,
  /// *P* + 2). Both ends of that interval round to the same value unless half a unit of the result
  /// lies in it; in that case the function returns `nil`.
  ///
  /// This is a cautious form of D. Lemire, "Number parsing at a gigabyte per second", Software:
  /// Practice and Experience 51 (2021), who analyses the remaining cases until none is left.
  private static func round(
    _ digits: UInt64, _ exponent: Int, _ powers: Span<UInt128>
  ) -> UInt64? {
    let exponents = PowersOfTen.exponents
    if exponent < exponents.lowerBound { return 0 }
    if exponent > exponents.upperBound { return Double.infinity.bitPattern }
    let shift = digits.leadingZeroBitCount
    let word = digits << shift
    let power = powers[exponent - exponents.lowerBound]
    let upper = word.multipliedFullWidth(by: UInt64(truncatingIfNeeded: power >> 64))
    let lower = word.multipliedFullWidth(by: UInt64(truncatingIfNeeded: power))
    let product = (UInt128(upper.high) << 64 | UInt128(upper.low)) + UInt128(lower.high)

    // The highest bit of the product is the first or the second of the 128.
    let isShort = product >> 127 == 0
    let binaryExponent = floorOfLog2OfPowerOfTen(exponent) + 64 - shift - (isShort ? 1 : 0)
    if binaryExponent > 1023 { return Double.infinity.bitPattern }
    // A subnormal number has fewer bits.
    let dropped = 75 - (isShort ? 1 : 0) + max(0, -1022 - binaryExponent)
    guard dropped < 127 else { return nil }
    let half = UInt128(1) << (dropped - 1)
    let rest = product & (half << 1 - 1)
    guard rest > half || rest + 2 <= half else { return nil }
    let kept = UInt64(truncatingIfNeeded: product >> dropped) + (rest > half ? 1 : 0)
    // A carry out of the fraction correctly increments the exponent, finally up to infinity.
    return binaryExponent < -1022 ? kept : UInt64(binaryExponent + 1022) << 52 + kept
  }

  /// ⌊log₂ 10^`exponent`⌋, correct for all exponents of ``PowersOfTen``.
  private static func floorOfLog2OfPowerOfTen(_ exponent: Int) -> Int {
    (exponent * 217_706) >> 16
  }
}

/// Powers of ten that are exact as `Double`.
private let exactPowersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]
