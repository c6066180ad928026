/// The chunks of a PNG file, which can be changed and written again with correct checksums.
package struct PNGParts {
  package var parts: [(name: String, body: [UInt8])] = []

  package static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  package init(of file: [UInt8]) {
    var rest = file.dropFirst(8)
    while rest.count >= 12 {
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      let name = String(decoding: rest.dropFirst(4).prefix(4), as: UTF8.self)
      parts.append((name, Array(rest.dropFirst(8).prefix(length))))
      rest = rest.dropFirst(12 + length)
    }
  }

  package var file: [UInt8] {
    Self.signature + parts.flatMap { Self.chunk($0.name, $0.body) }
  }

  /// The file, with a wrong checksum for each chunk with this name.
  package func file(spoiling name: String) -> [UInt8] {
    Self.signature
      + parts.flatMap { part in
        var bytes = Self.chunk(part.name, part.body)
        if part.name == name { bytes[bytes.count - 1] ^= 1 }
        return bytes
      }
  }

  package func body(of name: String) -> [UInt8] {
    parts.first { $0.name == name }?.body ?? []
  }

  /// Changes the body of the first chunk with this name, if there is one.
  package mutating func edit(_ name: String, _ change: (inout [UInt8]) -> Void) {
    guard let index = parts.firstIndex(where: { $0.name == name }) else { return }
    change(&parts[index].body)
  }

  package mutating func insert(_ name: String, _ body: [UInt8], before next: String) {
    let index = parts.firstIndex { $0.name == next } ?? parts.endIndex
    parts.insert((name, body), at: index)
  }

  package static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    let checked = Array(name.utf8) + body
    return bigEndian(body.count) + checked + bigEndian(Int(checksum(of: checked)))
  }

  private static func bigEndian(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// The CRC-32 remainder (ISO 3309), computed bit by bit.
  private static func checksum(of bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { remainder, byte in
      (0..<8).reduce(remainder ^ UInt32(byte)) { remainder, _ in
        remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1
      }
    }
  }
}
