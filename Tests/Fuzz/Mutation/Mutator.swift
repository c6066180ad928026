internal import VectorQuantization

/// Damages files in the ways that are hardest for readers: single bytes, long ranges, numbers and
/// sizes.
struct Mutator {
  var random: Xoshiro256

  /// The maximum length of a damaged file, so that repeated copies stay small.
  private static let maximumByteCount = 1 << 15

  /// Numbers at which arithmetic often fails.
  private static let extremes: [UInt64] = [
    0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000,
    0xFFFF_FFFF, 0x1_0000_0000, 1 << 40, .max >> 3, .max >> 2, .max >> 1, 1 << 63, .max - 7, .max,
  ]
  /// The same numbers as text, and other words in place of a number.
  private static let words = [
    "0", "-1", "1", "65536", "2147483647", "4294967296", "9223372036854775807",
    "9223372036854775808", "18446744073709551616", "1e308", "1e-400", "-0.0", "nan", "-inf", "NA",
    "99999999999999999999999999999999999999", "0x10", "\"", "\"\"", ",", "\t", "\r\n", "\n\n", "\r",
    "()", "{", "'", "\u{FEFF}", "\u{2028}", "\u{1B}[2J", "é", "#", " ",
  ]

  init(seed: UInt64, stream: Int) {
    random = Xoshiro256(seed: seed, restart: stream)
  }

  /// Picks a random element, with equal probabilities.
  mutating func pick<Elements: RandomAccessCollection>(
    _ elements: Elements
  ) -> Elements.Element where Elements.Index == Int {
    elements[elements.startIndex + random.integer(below: elements.count)]
  }

  mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: random.next()) }

  /// Returns true with probability 1 / `count`.
  mutating func once(in count: Int) -> Bool { random.integer(below: count) == 0 }

  /// Damages a file at one to eight places; may insert parts of `others`.
  mutating func spoil(_ bytes: [UInt8], with others: [[UInt8]]) -> [UInt8] {
    var bytes = bytes
    var count = 1
    while count < 8, once(in: 2) { count += 1 }
    for _ in 0..<count { spoilOnce(&bytes, with: others) }
    return Array(bytes.prefix(Self.maximumByteCount))
  }

  private mutating func spoilOnce(_ bytes: inout [UInt8], with others: [[UInt8]]) {
    guard !bytes.isEmpty else {
      bytes = pick(others)
      return
    }
    switch random.integer(below: 10) {
    case 0: bytes[random.integer(below: bytes.count)] ^= 1 << UInt8(random.integer(below: 8))
    case 1: bytes[random.integer(below: bytes.count)] = byte()
    case 2:
      let value: UInt8 = once(in: 2) ? (once(in: 2) ? 0 : 0xFF) : byte()
      for index in stretch(of: bytes) { bytes[index] = value }
    case 3: bytes.removeLast(random.integer(below: bytes.count) + 1)
    case 4: bytes.removeSubrange(stretch(of: bytes))
    case 5:
      let copied = Array(bytes[stretch(of: bytes)])
      let times = once(in: 8) ? 64 : 1
      let place = random.integer(below: bytes.count + 1)
      bytes.insert(contentsOf: (0..<times).flatMap { _ in copied }, at: place)
    case 6:
      let other = pick(others)
      let cut = random.integer(below: other.count + 1)
      bytes = bytes.prefix(random.integer(below: bytes.count + 1)) + other.suffix(cut)
    case 7: overwrite(&bytes)
    case 8: replaceNumber(&bytes)
    default:
      let place = random.integer(below: bytes.count + 1)
      bytes.insert(contentsOf: Array(pick(Self.words).utf8), at: place)
    }
  }

  /// A random range of the bytes; short ranges are more likely.
  private mutating func stretch(of bytes: [UInt8]) -> Range<Int> {
    let start = random.integer(below: bytes.count)
    let longest = min(bytes.count - start, 1 << random.integer(below: 12))
    return start..<(start + 1 + random.integer(below: longest))
  }

  /// Overwrites 1, 2, 4 or 8 bytes at a random place with an extreme number, in either byte order.
  private mutating func overwrite(_ bytes: inout [UInt8]) {
    let width = 1 << random.integer(below: 4)
    var number = pick(Self.extremes)
    if once(in: 4) { number &+= random.next() & 7 }
    if once(in: 2) { number = number.byteSwapped >> UInt64(64 - 8 * width) }
    // Sizes are usually at even offsets.
    let place = random.integer(below: bytes.count) & (once(in: 3) ? ~0 : ~1)
    for index in place..<min(place + width, bytes.count) {
      bytes[index] = UInt8(truncatingIfNeeded: number)
      number >>= 8
    }
  }

  /// Replaces a decimal number by a word, if there is one.
  private mutating func replaceNumber(_ bytes: inout [UInt8]) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let start = random.integer(below: bytes.count)
    guard let first = bytes[start...].firstIndex(where: digits.contains) else { return }
    let end = bytes[first...].firstIndex { !digits.contains($0) } ?? bytes.endIndex
    bytes.replaceSubrange(first..<end, with: Array(pick(Self.words).utf8))
  }
}
