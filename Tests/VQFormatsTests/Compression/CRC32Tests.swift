import Testing
import VQFormats

@Suite struct CRC32Tests {
  private static let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }

  @Test func agreesWithTheStandardsExample() {
    #expect(CRC32.plainChecksum(of: Array("123456789".utf8).span) == 0xCBF4_3926)
    #expect(CRC32.checksum(of: Array("123456789".utf8).span) == 0xCBF4_3926)
  }

  @Test func agreesWithAndWithoutZlib() {
    #expect(CRC32.checksum(of: Self.bytes.span) == CRC32.plainChecksum(of: Self.bytes.span))
  }

  @Test("combines the checksums of two pieces", arguments: [0, 1, 2, 255, 500, 999, 1000])
  func combinesPieces(_ cut: Int) {
    let (first, second) = (Array(Self.bytes[..<cut]), Array(Self.bytes[cut...]))
    let combined = CRC32.combined(
      CRC32.checksum(of: first.span), CRC32.checksum(of: second.span), byteCount: second.count)
    #expect(combined == CRC32.checksum(of: Self.bytes.span))
  }
}
