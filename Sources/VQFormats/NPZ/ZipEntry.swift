/// A member of a zip archive, as the archive's directory describes it.
struct ZipEntry {
  let name: String
  /// How the bytes are packed: 0 if they are not.
  let method: Int
  /// The CRC-32 checksum of the unpacked bytes.
  let checksum: UInt32
  let isEncrypted: Bool
  /// The bytes that the member takes in the archive.
  let storedByteCount: Int
  /// The bytes of the member once unpacked.
  let byteCount: Int
  /// Where the member's local header begins in the archive.
  let headerOffset: Int

  /// How to read the member's bytes; `nil` if this module cannot.
  var packing: Packing? {
    switch (method, isEncrypted) {
    case (0, false): .stored
    case (8, false): .deflated
    default: nil
    }
  }

  /// The ways of packing that are read.
  enum Packing {
    /// The bytes are in the archive as they are.
    case stored
    /// The bytes are a raw stream of deflate.
    case deflated
  }
}

/// Numbers in the bytes of a zip archive: least significant byte first, at any address.
extension Span<UInt8> {
  /// The integer of `count` bytes at `offset`; `nil` if the bytes end before, or it is no `Int`.
  func littleEndian(at offset: Int, byteCount count: Int) -> Int? {
    guard offset >= 0, offset <= self.count - count else { return nil }
    let word = (0..<count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(self[offset + $1]) }
    return Int(exactly: word)
  }

  /// The bytes of a range that begins at `offset`; `nil` if they end before.
  @_lifetime(copy self)
  func bytes(at offset: Int, count: Int) -> Span<UInt8>? {
    guard offset >= 0, count >= 0, offset <= self.count - count else { return nil }
    return extracting(offset..<(offset + count))
  }
}
