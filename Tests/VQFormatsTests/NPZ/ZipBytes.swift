import VQFormats
import VectorQuantization

/// A zip archive of one member, whose directory may contain false values.
struct ZipBytes {
  /// The bytes of the member in the archive.
  var packed: [UInt8]
  var method: Int
  /// The directory's values for the decompressed bytes.
  var byteCount: Int
  var checksum: UInt32
  var isEncrypted: Bool

  init(_ member: [UInt8], method: Int = 0, isEncrypted: Bool = false) {
    packed = member
    byteCount = member.count
    checksum = CRC32.checksum(of: member.span)
    self.method = method
    self.isEncrypted = isEncrypted
  }

  init(deflating member: [UInt8], with zlib: Zlib) throws {
    self.init(member, method: 8)
    let nothing: [UInt8] = []
    packed = try zlib.deflate(member.span, after: nothing.span, level: 6, isLast: true)
  }

  /// A `.npy` file of bytes, with repetitions.
  static func array(byteCount: Int) -> [UInt8] {
    let header = NPYHeader(elementType: .uint8, rowCount: byteCount, columnCount: 1)
    return header.encoded + (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
  }

  /// The start of the member's bytes.
  static let start = 30 + 5

  /// The archive; its member is `x.npy`.
  var archive: [UInt8] {
    let fields =
      word(isEncrypted ? 1 : 0, 2) + word(method, 2) + word(0, 4) + word(Int(checksum), 4)
      + word(packed.count, 4) + word(byteCount, 4) + word(5, 2) + word(0, 2)
    let name = Array("x.npy".utf8)
    let local = [0x50, 0x4B, 3, 4] + word(20, 2) + fields + name + packed
    let entry = [0x50, 0x4B, 1, 2] + word(20, 2) + word(20, 2) + fields + word(0, 14) + name
    let end =
      [0x50, 0x4B, 5, 6] + word(0, 4) + word(1, 2) + word(1, 2) + word(entry.count, 4)
      + word(local.count, 4) + word(0, 2)
    return local + entry + end
  }

  private func word(_ number: Int, _ byteCount: Int) -> [UInt8] {
    (0..<byteCount).map { UInt8(truncatingIfNeeded: number >> (8 * min($0, 7))) }
  }
}
