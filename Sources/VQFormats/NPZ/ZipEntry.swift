/// A member of a zip archive, as the archive's directory describes it.
struct ZipEntry {
  let name: String
  /// The compression method; 0 if the bytes are stored.
  let method: Int
  /// The CRC-32 checksum of the decompressed bytes.
  let checksum: UInt32
  let isEncrypted: Bool
  /// The number of bytes in the archive.
  let storedByteCount: Int
  /// The number of bytes after decompression.
  let byteCount: Int
  /// The offset of the member's local header in the archive.
  let headerOffset: Int

  /// How the member's bytes are stored; `nil` if this module cannot read them.
  var packing: Packing? {
    switch (method, isEncrypted) {
    case (0, false): .stored
    case (8, false): .deflated
    default: nil
    }
  }

  /// The supported ways of storing bytes.
  enum Packing {
    /// The bytes are stored unchanged.
    case stored
    /// The bytes are a raw deflate stream.
    case deflated
  }
}

/// Numbers in the bytes of a zip archive: least significant byte first, unaligned.
extension Span<UInt8> {
  /// The integer of `count` bytes at `offset`; `nil` beyond the end, or if it does not fit in an
  /// `Int`.
  func littleEndian(at offset: Int, byteCount count: Int) -> Int? {
    guard offset >= 0, offset <= self.count - count else { return nil }
    let word = (0..<count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(self[offset + $1]) }
    return Int(exactly: word)
  }

  /// The `count` bytes at `offset`; `nil` beyond the end.
  @_lifetime(copy self)
  func bytes(at offset: Int, count: Int) -> Span<UInt8>? {
    guard offset >= 0, count >= 0, offset <= self.count - count else { return nil }
    return extracting(offset..<(offset + count))
  }
}
