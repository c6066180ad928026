/// The checksum of a zlib stream: the sum of the bytes and the sum of those sums, modulo the
/// greatest prime below 2^16 (RFC 1950).
func adler32(_ bytes: [UInt8]) -> UInt32 {
  var (sum, sumOfSums): (UInt32, UInt32) = (1, 0)
  for byte in bytes {
    sum = (sum + UInt32(byte)) % 65_521
    sumOfSums = (sumOfSums + sum) % 65_521
  }
  return sumOfSums << 16 | sum
}

/// The checksum of a PNG chunk: the remainder of the bytes, as a polynomial over two elements,
/// by that of ISO 3309.
enum CRC32 {
  /// The checksums of the single bytes, before the last inversion.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { remainder, _ in
      remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1
    }
  }

  static func checksum(of bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { remainder, byte in
      remainder >> 8 ^ table[Int(UInt8(truncatingIfNeeded: remainder) ^ byte)]
    }
  }
}
