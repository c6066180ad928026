import VectorQuantization

/// A stream of integers that Swift and NumPy produce identically.
///
/// Because of it, the fixtures need not contain the observations that SciPy's answers belong to.
/// All steps except the last are integer arithmetic, which `Tests/Fixtures/generator.py` repeats
/// exactly. The words are those of SplitMix64: word *i* is a hash of `seed + (i + 1) · gamma`, so
/// NumPy can compute any range of the stream at once.
package struct TestGenerator: RandomNumberGenerator, Sendable {
  private var words: SplitMix64

  package init(seed: UInt64) {
    words = SplitMix64(seed: seed)
  }

  package mutating func next() -> UInt64 { words.next() }

  /// Returns an integer from 0 to `bound` - 1; `bound` is at most 2³².
  package mutating func integer(below bound: Int) -> Int {
    Int(((next() >> 32) &* UInt64(bound)) >> 32)
  }

  /// Returns a uniform 20-bit integer, from -2¹⁹ to 2¹⁹ - 1.
  package mutating func flat() -> Int {
    Int(next() >> 44) - (1 << 19)
  }

  /// Returns a bell-shaped integer within ±131070, with standard deviation 37837.
  ///
  /// It is the sum of the four 16-bit lanes of one draw, minus its mean.
  package mutating func bell() -> Int {
    let word = next()
    let lanes = (word & 0xFFFF) + ((word >> 16) & 0xFFFF) + ((word >> 32) & 0xFFFF) + (word >> 48)
    return Int(lanes) - 131_070
  }

  /// Returns a number from 1 to 2, with as many random digits as the scalar has.
  package mutating func longSignificand<Scalar: BinaryFloatingPoint>() -> Scalar {
    Scalar(1 + Double(next() >> 12) * 0x1p-52)
  }

  /// Returns `count` distinct integers from 0 to `bound` - 1, in the order of the draws.
  package mutating func distinctIntegers(_ count: Int, below bound: Int) -> [Int] {
    var pool = Array(0..<bound)
    for position in 0..<count {
      pool.swapAt(position, position + integer(below: bound - position))
    }
    return Array(pool.prefix(count))
  }
}
