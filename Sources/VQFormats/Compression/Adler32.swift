/// The checksum of a zlib stream (RFC 1950).
///
/// It consists of the sum of the bytes and the sum of those sums, both modulo the largest prime
/// below 2^16.
struct Adler32: Equatable {
  /// The checksum.
  private(set) var value: UInt32 = 1

  private static let prime: UInt32 = 65_521
  /// The maximum number of bytes to add before the sum of sums could overflow 2^32.
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

  /// Appends another range of bytes, given by its checksum and length.
  mutating func append(_ other: Adler32, byteCount: Int) {
    let prime = UInt64(Self.prime)
    let (sum, otherSum) = (UInt64(value & 0xFFFF), UInt64(other.value & 0xFFFF))
    let count = UInt64(byteCount) % prime
    // In the combined checksum each sum of the second range starts at `sum` instead of 1.
    let sums = UInt64(value >> 16) + UInt64(other.value >> 16) + count * (sum + prime - 1)
    value = UInt32(sums % prime) << 16 | UInt32((sum + otherSum + prime - 1) % prime)
  }
}
