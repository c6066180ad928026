/// Unpacks the stored rows of a PNG file into samples.
struct PNGSamples {
  private let header: PNGHeader

  init(_ header: PNGHeader) {
    self.header = header
  }

  /// Unpacks samples of 1, 2, 4, 8 or 16 bits, without scaling them.
  func unpack(_ row: Span<UInt8>, into numbers: inout MutableSpan<UInt16>) {
    switch header.bitDepth {
    case 16:
      for i in numbers.indices { numbers[i] = row.bigEndianHalf(at: 2 * i) }
    case 8:
      for i in numbers.indices { numbers[i] = UInt16(row[i]) }
    default:
      // Smaller bit depths divide 8, so a sample lies within one byte; the first is in the highest
      // bits.
      let depth = header.bitDepth
      for i in numbers.indices {
        let bit = i * depth
        numbers[i] = UInt16(row[bit / 8] >> UInt8(8 - depth - bit % 8) & (1 << UInt8(depth) - 1))
      }
    }
  }

  /// The factor that scales the maximum sample to 255; 1 for samples of 8 or more bits.
  var scale: UInt16 { header.bitDepth < 8 ? 255 / (1 << UInt16(header.bitDepth) - 1) : 1 }
}
