/// Sorts numbers that fit in cache by the digits of their bit patterns, the lowest digit first.
///
/// Read as an integer, the bit pattern of a positive double has the order of the number. Flipping
/// the sign bit, and all bits of negative numbers, extends this order to all numbers. P. Terdiman,
/// "Radix sort revisited", 2000. The sort is stable, and 0 comes after -0.
///
/// - Complexity: O(*n*); at most six digits for `Double`, three for `Float`.
struct RadixSort<Scalar: VectorScalar> {
  /// A `Float` as a double uses 35 bits: a sign, 11 bits of exponent, 23 of significand.
  private static var isSingle: Bool { Scalar.self == Float.self }
  private static var shift: UInt64 { isSingle ? 29 : 0 }
  private static var digitBits: Int { isSingle ? 12 : 11 }
  private static var digitCount: Int { isSingle ? 3 : 6 }

  /// For each digit, the number of elements with each value of it.
  private var histograms: [Int32]

  init() {
    histograms = Array(repeating: 0, count: Self.digitCount << Self.digitBits)
  }

  /// Sorts `numbers`, and moves `weights` with them if there are any.
  ///
  /// - Parameters:
  ///   - numbers: The numbers to sort; must be finite.
  ///   - weights: One weight per number, or empty.
  ///   - otherNumbers: Temporary memory of the same size.
  ///   - otherWeights: Temporary memory of the same size.
  mutating func sort(
    _ numbers: inout MutableSpan<Scalar>, _ weights: inout MutableSpan<Double>,
    by otherNumbers: inout MutableSpan<Scalar>, _ otherWeights: inout MutableSpan<Double>
  ) {
    count(numbers.span)
    var isInPlace = true
    for digit in 0..<Self.digitCount where makePositions(of: digit, count: numbers.count) {
      if isInPlace {
        scatter(
          numbers.span, weights.span, by: digit, to: &otherNumbers, &otherWeights)
      } else {
        scatter(
          otherNumbers.span, otherWeights.span, by: digit, to: &numbers, &weights)
      }
      isInPlace.toggle()
    }
    if isInPlace { return }
    for index in numbers.indices { numbers[index] = otherNumbers[index] }
    for index in weights.indices { weights[index] = otherWeights[index] }
  }

  private static func key(_ number: Scalar) -> UInt64 {
    let bits = Double(number).bitPattern
    let isNegative = UInt64(bitPattern: Int64(bitPattern: bits) >> 63)
    return (bits ^ (isNegative | 1 << 63)) >> shift
  }

  private mutating func count(_ numbers: Span<Scalar>) {
    let (digitBits, mask) = (Self.digitBits, UInt64(1) << Self.digitBits - 1)
    var counts = histograms.mutableSpan
    counts.update(repeating: 0)
    for index in numbers.indices {
      var rest = Self.key(numbers[index])
      var start = 0
      for _ in 0..<Self.digitCount {
        counts[start + Int(truncatingIfNeeded: rest & mask)] &+= 1
        rest >>= digitBits
        start += 1 << digitBits
      }
    }
  }

  /// Turns the counts of a digit into first positions; returns false if the digit never differs.
  private mutating func makePositions(of digit: Int, count: Int) -> Bool {
    let places = (digit << Self.digitBits)..<((digit + 1) << Self.digitBits)
    var positions = histograms.mutableSpan
    var next: Int32 = 0
    for place in places {
      let found = positions[place]
      if found == count { return false }
      positions[place] = next
      next += found
    }
    return true
  }

  private mutating func scatter(
    _ numbers: Span<Scalar>, _ weights: Span<Double>, by digit: Int,
    to sortedNumbers: inout MutableSpan<Scalar>, _ sortedWeights: inout MutableSpan<Double>
  ) {
    let mask = UInt64(1) << Self.digitBits - 1
    let (start, shift) = (digit << Self.digitBits, digit * Self.digitBits)
    var positions = histograms.mutableSpan
    let isWeighted = !weights.isEmpty
    for index in numbers.indices {
      let number = numbers[index]
      let place = start + Int(truncatingIfNeeded: (Self.key(number) >> shift) & mask)
      let position = Int(positions[place])
      positions[place] &+= 1
      sortedNumbers[position] = number
      if isWeighted { sortedWeights[position] = weights[index] }
    }
  }
}
