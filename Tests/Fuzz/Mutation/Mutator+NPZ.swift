internal import VQFormats
internal import VectorQuantization

/// Damage to archives that the checksums do not reveal.
extension Mutator {
  /// Creates an archive of one damaged array, stored or compressed.
  ///
  /// Its checksum and lengths are correct or nearly correct.
  mutating func makeUpNPZ(from seed: [UInt8], with others: [[UInt8]]) -> [UInt8] {
    guard let start = Self.place(of: [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], in: seed, from: 0),
      let end = Self.place(of: [0x50, 0x4B], in: seed, from: start)
    else { return spoil(seed, with: others) }
    let member = spoil(Array(seed[start..<end]), with: [Array(seed[start..<end])])
    let nothing: [UInt8] = []
    let deflated =
      once(in: 2)
      ? Zlib.system.flatMap {
        try? $0.deflate(member.span, after: nothing.span, level: 6, isLast: true)
      } : nil
    var packed = deflated ?? member
    if once(in: 4) { packed = spoil(packed, with: [packed]) }
    let byteCount = once(in: 8) ? random.integer(below: 1 << 20) : member.count

    let fields =
      word(0, 2) + word(deflated == nil ? 0 : 8, 2) + word(0, 4)
      + word(Int(CRC32.checksum(of: member.span)), 4) + word(packed.count, 4) + word(byteCount, 4)
      + word(5, 2) + word(0, 2)
    let name = Array("x.npy".utf8)
    let local = [0x50, 0x4B, 3, 4] + word(20, 2) + fields + name + packed
    let entry = [0x50, 0x4B, 1, 2] + word(20, 4) + fields + word(0, 14) + name
    return local + entry + [0x50, 0x4B, 5, 6] + word(0, 4) + word(1, 2) + word(1, 2)
      + word(entry.count, 4) + word(local.count, 4) + word(0, 2)
  }

  private static func place(of bytes: [UInt8], in file: [UInt8], from start: Int) -> Int? {
    guard file.count - bytes.count >= start else { return nil }
    return (start...(file.count - bytes.count)).first { place in
      bytes.indices.allSatisfy { file[place + $0] == bytes[$0] }
    }
  }

  private func word(_ number: Int, _ byteCount: Int) -> [UInt8] {
    (0..<byteCount).map { UInt8(truncatingIfNeeded: number >> min(8 * $0, 63)) }
  }
}
