/// The CRC-32 checksum of PNG, gzip and zip (ISO 3309).
///
/// The bytes are the coefficients of a polynomial over GF(2), which is reduced modulo a fixed
/// polynomial.
package enum CRC32 {
  /// The fixed polynomial without its highest term; bit 31 is the coefficient of x^0.
  private static let polynomial: UInt32 = 0xEDB8_8320

  /// The checksums of single bytes, before the final inversion.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { remainder, _ in timesX(remainder) }
  }

  /// Computes a checksum with zlib, or with slower code if the system has no zlib.
  ///
  /// - Parameter bytes: The bytes.
  /// - Returns: Their checksum.
  package static func checksum(of bytes: Span<UInt8>) -> UInt32 {
    Zlib.system?.crc32(of: bytes) ?? plainChecksum(of: bytes)
  }

  /// Computes a checksum without zlib.
  ///
  /// - Parameter bytes: The bytes.
  /// - Returns: Their checksum.
  package static func plainChecksum(of bytes: Span<UInt8>) -> UInt32 {
    var remainder: UInt32 = ~0
    for index in bytes.indices {
      remainder =
        remainder >> 8 ^ table[Int(UInt8(truncatingIfNeeded: remainder) ^ bytes[index])]
    }
    return ~remainder
  }

  /// Computes the checksum of two consecutive pieces from their checksums.
  ///
  /// - Parameters:
  ///   - first: The checksum of the first piece.
  ///   - second: The checksum of the second piece.
  ///   - byteCount: The length of the second piece.
  /// - Returns: The checksum of both pieces together.
  /// - Complexity: O(log `byteCount`).
  package static func combined(_ first: UInt32, _ second: UInt32, byteCount: Int) -> UInt32 {
    product(first, powerOfX(8 * UInt64(byteCount))) ^ second
  }

  private static func timesX(_ polynomial: UInt32) -> UInt32 {
    polynomial & 1 == 1 ? polynomial >> 1 ^ Self.polynomial : polynomial >> 1
  }

  private static func product(_ first: UInt32, _ second: UInt32) -> UInt32 {
    var (sum, shifted): (UInt32, UInt32) = (0, second)
    for term in (0..<32).reversed() {
      if first >> term & 1 == 1 { sum ^= shifted }
      shifted = timesX(shifted)
    }
    return sum
  }

  /// x to a power, by repeated squaring.
  private static func powerOfX(_ exponent: UInt64) -> UInt32 {
    var (power, square, rest): (UInt32, UInt32, UInt64) = (1 << 31, 1 << 30, exponent)
    while rest > 0 {
      if rest & 1 == 1 { power = product(power, square) }
      square = product(square, square)
      rest >>= 1
    }
    return power
  }
}
