import Testing
import VectorQuantization

@Suite struct Xoshiro256Tests {
  /// xoshiro256** as published by its authors.
  private struct Reference {
    var s: [UInt64]

    mutating func next() -> UInt64 {
      func rotl(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
      let result = rotl(s[1] &* 5, 7) &* 9
      let t = s[1] << 17
      s[2] ^= s[0]
      s[3] ^= s[1]
      s[1] ^= s[2]
      s[0] ^= s[3]
      s[2] ^= t
      s[3] = rotl(s[3], 45)
      return result
    }
  }

  @Test("the reference is the published algorithm")
  func referenceIsPublished() {
    // The first outputs from the state 1, 2, 3, 4.
    var reference = Reference(s: [1, 2, 3, 4])
    let words = (0..<4).map { _ in reference.next() }
    #expect(words == [11_520, 0, 1_509_978_240, 1_215_971_899_390_074_240])
  }

  @Test(
    "the words are those of the reference, with a state from SplitMix64",
    arguments: [0, 1, 7, UInt64.max], [0, 1, 2, 1000])
  func givesWordsOfTheReference(_ seed: UInt64, _ restart: Int) {
    var base = SplitMix64(seed: seed)
    var mix = SplitMix64(seed: base.next() ^ (UInt64(restart) &* 0xD134_2543_DE82_EF95))
    var reference = Reference(s: (0..<4).map { _ in mix.next() })
    var generator = Xoshiro256(seed: seed, restart: restart)
    for _ in 0..<100 { #expect(generator.next() == reference.next()) }
  }

  @Test("each seed and restart has its own stream")
  func streamsDiffer() {
    var words: Set<UInt64> = []
    for seed in 0..<20 as Range<UInt64> {
      for restart in 0..<20 {
        var generator = Xoshiro256(seed: seed, restart: restart)
        for _ in 0..<5 { words.insert(generator.next()) }
      }
    }
    // The probability that any of 2000 words of 64 bits are equal is less than 1 in 10¹².
    #expect(words.count == 2000)
  }

  @Test("uniform numbers are evenly distributed in [0, 1)")
  func uniformNumbersAreEven() {
    var generator = Xoshiro256(seed: 1, restart: 0)
    var counts = [Int](repeating: 0, count: 16)
    for _ in 0..<16_000 {
      let number = generator.uniform()
      #expect(number >= 0 && number < 1)
      counts[Int(number * 16)] += 1
    }
    #expect(isPlausible(counts, shares: Array(repeating: 1.0 / 16, count: 16)))
  }

  @Test("integers below a bound are equally likely", arguments: [1, 2, 3, 10, 100])
  func integersAreUniform(_ bound: Int) {
    var generator = Xoshiro256(seed: 2, restart: 0)
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<10_000 { counts[generator.integer(below: bound)] += 1 }
    #expect(isPlausible(counts, shares: Array(repeating: 1 / Double(bound), count: bound)))
  }

  @Test("integers below a large bound are not biased")
  func largeIntegersAreUniform() {
    // Without rejection, the 2⁶⁴ words would map to 3 · 2⁶¹ integers unevenly: three, three and two
    // words each.
    let bound = 3 << 61
    var generator = Xoshiro256(seed: 3, restart: 0)
    var (residues, thirds) = ([0, 0, 0], [0, 0, 0])
    for _ in 0..<10_000 {
      let integer = generator.integer(below: bound)
      #expect(integer >= 0 && integer < bound)
      residues[integer % 3] += 1
      thirds[integer >> 61] += 1
    }
    #expect(isPlausible(residues, shares: [1.0 / 3, 1.0 / 3, 1.0 / 3]))
    #expect(isPlausible(thirds, shares: [1.0 / 3, 1.0 / 3, 1.0 / 3]))
  }

  @Test("distinct integers are distinct, and every order is equally likely")
  func distinctIntegersAreUniform() {
    var generator = Xoshiro256(seed: 4, restart: 0)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 {
      let integers = generator.distinctIntegers(3, below: 5)
      #expect(Set(integers).count == 3 && integers.allSatisfy { (0..<5).contains($0) })
      counts[integers, default: 0] += 1
    }
    let arrangements = 5 * 4 * 3
    #expect(counts.count == arrangements)
    let shares = [Double](repeating: 1 / Double(arrangements), count: counts.count)
    #expect(isPlausible(Array(counts.values), shares: shares))
  }

  @Test("n distinct integers below n are a permutation", arguments: [0, 1, 2, 50])
  func allDistinctIntegersAreAPermutation(_ count: Int) {
    var generator = Xoshiro256(seed: 5, restart: 0)
    #expect(generator.distinctIntegers(count, below: count).sorted() == Array(0..<count))
    #expect(generator.distinctIntegers(0, below: count + 1).isEmpty)
  }
}
