/// The generator of all random choices: xoshiro256**.
///
/// All draws are made here, from integer arithmetic and comparisons alone. So a seed gives the same
/// results on every system and with every standard library. D. Blackman and S. Vigna, "Scrambled
/// linear pseudorandom number generators", ACM Transactions on Mathematical Software 47, 2021.
package struct Xoshiro256 {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Creates the generator of one restart.
  ///
  /// Each restart draws from its own stream, so restarts may run in any order.
  package init(seed: UInt64, restart: Int) {
    var base = SplitMix64(seed: seed)
    var mix = SplitMix64(seed: base.next() ^ (UInt64(restart) &* 0xD134_2543_DE82_EF95))
    state = (mix.next(), mix.next(), mix.next(), mix.next())
  }

  package mutating func next() -> UInt64 {
    let product = state.1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = (state.3 << 45) | (state.3 >> 19)
    return result
  }

  /// A number in [0, 1), a multiple of 2⁻⁵³.
  package mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// An integer in 0 ..< `bound`; all are equally likely.
  ///
  /// D. Lemire, "Fast random integer generation in an interval", ACM Transactions on Modeling and
  /// Computer Simulation 29, 2019.
  package mutating func integer(below bound: Int) -> Int {
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    let threshold = (0 &- bound) % bound
    while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    return Int(product.high)
  }

  /// `count` distinct integers in 0 ..< `bound`; every selection and order is equally likely.
  ///
  /// R. Floyd's sampling, then a shuffle; O(`count`) for any bound.
  package mutating func distinctIntegers(_ count: Int, below bound: Int) -> [Int] {
    var chosen = Set<Int>(minimumCapacity: count)
    var integers: [Int] = []
    for top in (bound - count)..<bound {
      let draw = integer(below: top + 1)
      let fresh = chosen.insert(draw).inserted ? draw : top
      chosen.insert(fresh)
      integers.append(fresh)
    }
    for last in integers.indices.reversed() { integers.swapAt(last, integer(below: last + 1)) }
    return integers
  }
}
