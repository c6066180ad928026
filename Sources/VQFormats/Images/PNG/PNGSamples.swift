/// Turns rows as a PNG file stores them into numbers, one for each channel.
struct PNGSamples {
  private let header: PNGHeader

  init(_ header: PNGHeader) {
    self.header = header
  }

  /// Unpacks numbers of 1, 2, 4, 8 or 16 bits, as they are.
  func unpack(_ row: Span<UInt8>, into numbers: inout MutableSpan<UInt16>) {
    switch header.bitDepth {
    case 16:
      for i in numbers.indices { numbers[i] = row.bigEndianHalf(at: 2 * i) }
    case 8:
      for i in numbers.indices { numbers[i] = UInt16(row[i]) }
    default:
      // Depths divide 8, so a number lies in one byte, the first in its highest bits.
      let depth = header.bitDepth
      for i in numbers.indices {
        let bit = i * depth
        numbers[i] = UInt16(row[bit / 8] >> UInt8(8 - depth - bit % 8) & (1 << UInt8(depth) - 1))
      }
    }
  }

  /// What brings the largest number to that of a byte; 1 for numbers of 8 or more bits.
  var scale: UInt16 { header.bitDepth < 8 ? 255 / (1 << UInt16(header.bitDepth) - 1) : 1 }
}
