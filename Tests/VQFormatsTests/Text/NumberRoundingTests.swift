import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Numbers in text become the nearest `Double`, as the standard library finds it.
@Suite struct NumberRoundingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Reads `texts` as a column and compares each with the standard library, bit for bit.
  private func check(_ texts: [String]) throws {
    let path = try folder.write(texts.joined(separator: "\n").utf8, to: "a.csv")
    let read = try CSVReader.read(path).observations.elements
    #expect(read.count == texts.count)
    for (number, text) in zip(read, texts) {
      #expect(number.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }

  /// Ties, the ends of the range, the ends of the fast path (2^53 and 10^22), many digits, zeros.
  @Test func roundsHardNumbers() throws {
    try check([
      "0", "-0", "-0.0", "0e99", "0.000", "9007199254740992", "9007199254740993",
      "-9007199254740993", "9007199254740992e22", "9007199254740992e23", "9007199254740993e-22",
      "1e22", "1e23", "1e-22", "1e-23", "8e22", "0.1", "0.3", "123456789012345678901234567890",
      "0.000000000000000000000000000000000000000000001", "1.7976931348623157e308",
      "1.7976931348623159e308", "4.9406564584124654e-324", "2.4703282292062327e-324",
      "2.2250738585072011e-308", "179769313486231580793728971405301e276",
      "1.00000000000000011102230246251565404236316680908203125",
      "1.00000000000000011102230246251565404236316680908203124",
      "1.00000000000000011102230246251565404236316680908203126",
      "1e99999999999999999999", "1e-99999999999999999999", "9223372036854775808",
      "18446744073709551616", "0000000000000000000000000000000000012.5", "5e-1", "5E+1",
    ])
  }

  @Test func roundsRandomNumbers() throws {
    var generator = SplitMix(state: 1)
    try check(
      (0..<1_000).flatMap { index in
        let number = Double(bitPattern: generator.next())
        let digits = Int64(bitPattern: generator.next()) >> (index % 24)
        return [number.isFinite ? number.description : "0", "\(digits)e\(index % 60 - 30)"]
      })
  }

  /// The generator SplitMix64: a fixed sequence, so that a failure can be repeated.
  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
    }
  }
}
