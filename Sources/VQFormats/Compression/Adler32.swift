/// The checksum of a zlib stream: the sum of the bytes and the sum of those sums, modulo the
/// largest prime below 2^16 (RFC 1950).
struct Adler32: Equatable {
  /// The checksum.
  private(set) var value: UInt32 = 1

  private static let prime: UInt32 = 65_521
  /// As many bytes as can be added before a sum of sums could pass 2^32.
  private static let maximumStretch = 5552

  init(_ bytes: Span<UInt8>) {
    var (sum, sumOfSums): (UInt32, UInt32) = (1, 0)
    var rest = bytes
    while !rest.isEmpty {
      let stretch = rest.extracting(first: Self.maximumStretch)
      for index in stretch.indices {
        sum &+= UInt32(stretch[index])
        sumOfSums &+= sum
      }
      (sum, sumOfSums) = (sum % Self.prime, sumOfSums % Self.prime)
      rest = rest.extracting(droppingFirst: stretch.count)
    }
    value = sumOfSums << 16 | sum
  }

  /// Makes this the checksum of its bytes and so many others behind them.
  mutating func append(_ other: Adler32, byteCount: Int) {
    let prime = UInt64(Self.prime)
    let (sum, otherSum) = (UInt64(value & 0xFFFF), UInt64(other.value & 0xFFFF))
    let count = UInt64(byteCount) % prime
    // Each of the later sums begins at `sum`, not at 1.
    let sums = UInt64(value >> 16) + UInt64(other.value >> 16) + count * (sum + prime - 1)
    value = UInt32(sums % prime) << 16 | UInt32((sum + otherSum + prime - 1) % prime)
  }
}
