import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Numbers in text are read as the nearest `Double`, like in the standard library.
@Suite struct NumberRoundingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Reads `texts` as a column and compares each number with the standard library, bit for bit.
  private func check(_ texts: [String]) throws {
    let path = try folder.write(texts.joined(separator: "\n").utf8, to: "a.csv")
    let read = try TableReader.read(path).observations.elements
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
    var generator = SplitMix64(seed: 1)
    try check(
      (0..<1_000).flatMap { index in
        let number = Double(bitPattern: generator.next())
        let digits = Int64(bitPattern: generator.next()) >> (index % 24)
        return [number.isFinite ? number.description : "0", "\(digits)e\(index % 60 - 30)"]
      })
  }

  /// Up to 30 digits, so that the first 19 may or may not suffice, and every exponent.
  @Test func roundsLongNumbers() throws {
    var generator = TestGenerator(seed: 2)
    try check(
      (0..<4_000).map { index in
        let count = 1 + generator.integer(below: 30)
        let digits = (0..<count).map { _ in String(generator.integer(below: 10)) }.joined()
        let point = digits.index(digits.startIndex, offsetBy: generator.integer(below: count))
        return digits[..<point] + "." + digits[point...] + "e\(index % 700 - 360)"
      })
  }

  @Test func readsAGreatManyDigits() throws {
    try check([
      String(repeating: "9", count: 400), "0." + String(repeating: "0", count: 400) + "1e399",
      "1" + String(repeating: "0", count: 400) + "e-400", String(repeating: "1", count: 5_000),
      "0." + String(repeating: "3", count: 5_000), "1." + String(repeating: "0", count: 400) + "1",
    ])
  }

  @Test func readsWhatPythonReads() throws {
    let lines = String(decoding: try FixtureFolder.data("numbers.txt"), as: UTF8.self)
      .split(separator: "\n").map { $0.split(separator: " ") }
    let texts = lines.map { String($0[0]) }
    let path = try folder.write(texts.joined(separator: "\n").utf8, to: "a.csv")
    let numbers = try TableReader.read(path).observations.elements
    #expect(numbers.count == lines.count)
    for (number, line) in zip(numbers, lines) {
      #expect(number.bitPattern == UInt64(line[1], radix: 16), "\(line[0])")
    }
  }
}
