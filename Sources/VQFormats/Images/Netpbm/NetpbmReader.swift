/// Reads netpbm files: PBM, PGM and PPM, plain or raw (P1 to P6), and PAM (P7).
///
/// Samples are scaled from the file's own maximum to 255, or to 65535 if that maximum exceeds 255;
/// each is rounded to the nearest. If a file contains several pictures, the first is read.
///
/// The formats are described in Netpbm's manual pages pbm(5), pgm(5), ppm(5) and pam(5).
public enum NetpbmReader {
  /// Reads a picture.
  ///
  /// - Parameter path: The path of the file.
  /// - Returns: The picture.
  /// - Throws: ``FormatError`` if the file cannot be read or is damaged.
  /// - Complexity: O(pixels) in time and memory.
  public static func read(_ path: String) throws(FormatError) -> Image {
    try read(MappedFile(opening: path), path: path)
  }

  static func read(_ file: borrowing MappedFile, path: String) throws(FormatError) -> Image {
    let bytes = file.bytes.elements(as: UInt8.self)
    var scanner = NetpbmScanner(bytes, path: path)
    let header = try NetpbmHeader(&scanner)
    // Checked before memory is allocated.
    guard let counts = header.counts, counts.minimumBytes <= scanner.remaining else {
      throw scanner.invalid(
        at: bytes.count,
        "is the end, too early for \(header.width) x \(header.height) pixels")
    }
    let samples = try samples(counts.samples, header, &scanner)
    return Image(
      width: header.width, height: header.height, channelCount: header.channelCount,
      samples: samples)
  }

  private static func samples(
    _ count: Int, _ header: NetpbmHeader, _ scanner: inout NetpbmScanner
  ) throws(FormatError) -> Image.Samples {
    switch header.encoding {
    case .plainBits:
      return .bytes(
        try [UInt8](capacity: count) { output throws(FormatError) in
          for _ in 0..<count { output.append(try scanner.readBit() == 0 ? 255 : 0) }
        })
    case .rawBits:
      return .bytes(unpackedBits(of: scanner.rest(), header))
    case .plain:
      let words = try [UInt16](capacity: count) { output throws(FormatError) in
        for _ in 0..<count {
          output.append(UInt16(try scanner.readNumber("value", in: 0...header.maximum)))
        }
      }
      return scaled(words, from: header.maximum)
    case .raw where header.maximum == 255:
      let rest = scanner.rest()
      return .bytes(
        [UInt8](capacity: count) { output in
          for i in 0..<count { output.append(rest[i]) }
        })
    case .raw:
      let rest = scanner.rest()
      let width = header.maximum > 255 ? 2 : 1
      let words = try [UInt16](capacity: count) { output throws(FormatError) in
        for i in 0..<count {
          let word = width == 2 ? rest.bigEndianHalf(at: 2 * i) : UInt16(rest[i])
          guard word <= header.maximum else {
            throw scanner.invalid(
              at: scanner.position + width * i, "holds \(word), above \(header.maximum)")
          }
          output.append(word)
        }
      }
      return scaled(words, from: header.maximum)
    }
  }

  private static func unpackedBits(of rest: Span<UInt8>, _ header: NetpbmHeader) -> [UInt8] {
    let rowBytes = (header.width + 7) / 8
    return [UInt8](capacity: header.width * header.height) { output in
      for row in 0..<header.height {
        for x in 0..<header.width {
          let isBlack = rest[row * rowBytes + x / 8] >> UInt8(7 - x % 8) & 1 == 1
          output.append(isBlack ? 0 : 255)
        }
      }
    }
  }

  private static func scaled(_ words: [UInt16], from maximum: Int) -> Image.Samples {
    let limit = maximum > 255 ? 65_535 : 255
    let scaled = { (word: UInt16) in (Int(word) * limit + maximum / 2) / maximum }
    return limit == 255
      ? .bytes(words.map { UInt8(scaled($0)) })
      : .words(maximum == limit ? words : words.map { UInt16(scaled($0)) })
  }
}
