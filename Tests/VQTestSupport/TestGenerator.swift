import VectorQuantization

/// A stream of integers that Swift and NumPy produce alike, so that observations need not be stored
/// beside the answers that SciPy gave for them.
///
/// Everything down to the last step is integer arithmetic; `Tests/Fixtures/generator.py` repeats it
/// word for word. The words are SplitMix64's, of which number *i* is a hash of
/// `seed + (i + 1) · gamma`; that lets NumPy compute any stretch of the stream at once.
package struct TestGenerator: RandomNumberGenerator, Sendable {
  private var words: SplitMix64

  package init(seed: UInt64) {
    words = SplitMix64(seed: seed)
  }

  package mutating func next() -> UInt64 { words.next() }

  /// An integer from 0 up to `bound`, which is at most 2³².
  package mutating func integer(below bound: Int) -> Int {
    Int(((next() >> 32) &* UInt64(bound)) >> 32)
  }

  /// A uniform integer of 20 bits, from -2¹⁹ up to 2¹⁹.
  package mutating func flat() -> Int {
    Int(next() >> 44) - (1 << 19)
  }

  /// A bell-shaped integer within ±131070, of standard deviation 37837.
  ///
  /// It is the sum of the four 16-bit lanes of one draw, less its mean.
  package mutating func bell() -> Int {
    let word = next()
    let lanes = (word & 0xFFFF) + ((word >> 16) & 0xFFFF) + ((word >> 32) & 0xFFFF) + (word >> 48)
    return Int(lanes) - 131_070
  }

  /// A number from 1 to 2, with as many random digits as the scalar holds.
  package mutating func longSignificand<Scalar: BinaryFloatingPoint>() -> Scalar {
    Scalar(1 + Double(next() >> 12) * 0x1p-52)
  }

  /// `count` different integers from 0 up to `bound`, in the order drawn.
  package mutating func distinctIntegers(_ count: Int, below bound: Int) -> [Int] {
    var pool = Array(0..<bound)
    for position in 0..<count {
      pool.swapAt(position, position + integer(below: bound - position))
    }
    return Array(pool.prefix(count))
  }
}
