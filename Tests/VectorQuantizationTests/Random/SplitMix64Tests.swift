import Testing
import VectorQuantization

@Suite struct SplitMix64Tests {
  @Test("seed 0 gives the published words")
  func publishedWords() {
    var generator = SplitMix64(seed: 0)
    let words = (0..<3).map { _ in generator.next() }
    #expect(words == [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F])
  }

  @Test("seed 1234567 gives the published words")
  func morePublishedWords() {
    var generator = SplitMix64(seed: 1_234_567)
    let words = (0..<3).map { _ in generator.next() }
    #expect(
      words == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
  }
}
