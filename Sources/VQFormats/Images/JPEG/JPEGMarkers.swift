/// Information in the markers of a JPEG file, read before libjpeg decodes it.
///
/// It consists of the orientation of the picture, and whether the file is complete.
///
/// ITU-T T.81, annex B; Exif 2.32 (CIPA DC-008), 4.6.
struct JPEGMarkers {
  /// The orientation of the picture.
  private(set) var orientation = ImageOrientation.upright
  /// Whether an end marker follows the start of the pixels.
  let hasEnd: Bool

  private static let (app1, startOfScan, endOfImage): (UInt8, UInt8, UInt8) = (0xE1, 0xDA, 0xD9)

  init(_ file: Span<UInt8>) {
    var position = 2
    while position + 4 <= file.count, file[position] == 0xFF {
      let marker = file[position + 1]
      if marker == 0xFF {  // fill bytes, which may precede a marker
        position += 1
        continue
      }
      let length = Int(file.bigEndianHalf(at: position + 2))
      let body = (position + 4)..<min(max(position + 2 + length, position + 4), file.count)
      if marker == Self.app1, let found = ImageOrientation(exif: file.extracting(body)) {
        orientation = found
      }
      position = body.upperBound
      if marker == Self.startOfScan { break }
    }
    hasEnd = Self.hasEnd(file, from: position)
  }

  /// Whether there is an end marker after `start`; compressed pixels never contain one.
  private static func hasEnd(_ file: Span<UInt8>, from start: Int) -> Bool {
    var position = file.count - 2
    while position >= start {
      if file[position] == 0xFF, file[position + 1] == endOfImage { return true }
      position -= 1
    }
    return false
  }
}

extension ImageOrientation {
  private static let tag = 0x0112

  /// Reads the orientation from the body of an APP1 segment; `nil` if it contains none.
  init?(exif body: Span<UInt8>) {
    guard body.starts(with: Array("Exif\0\0".utf8)), body.count >= 14 else { return nil }
    let tiff = body.extracting(droppingFirst: 6)
    let isLittleEndian = tiff[0] == UInt8(ascii: "I")
    func number(at start: Int, bytes: Int) -> Int? {
      guard start >= 0, start <= tiff.count - bytes else { return nil }
      return (0..<bytes).reduce(0) { sum, index in
        sum << 8 | Int(tiff[start + (isLittleEndian ? bytes - 1 - index : index)])
      }
    }
    guard number(at: 2, bytes: 2) == 42, let folder = number(at: 4, bytes: 4),
      let count = number(at: folder, bytes: 2)
    else { return nil }
    for entry in 0..<count {
      let start = folder + 2 + 12 * entry
      guard let tag = number(at: start, bytes: 2) else { return nil }
      guard tag == Self.tag else { continue }
      guard let value = number(at: start + 8, bytes: 2) else { return nil }
      self.init(rawValue: value)
      return
    }
    return nil
  }
}
