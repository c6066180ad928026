/// Formats that are identified by more than one place in the file.
extension ForeignFormat {
  static func structure(of head: Span<UInt8>) -> ForeignFormat? {
    if head.starts(with: ZipDirectory.magic) { return zipped(head) }
    if head.starts(with: [0x50, 0x4B, 5, 6]) { return .zip }
    if head.matches(Array("ustar".utf8), at: 257), isBinary(head.extracting(first: 257)) {
      return .tar
    }
    if head.starts(with: Array("RIFF".utf8)), head.matches(Array("WEBP".utf8), at: 8) {
      return .webP
    }
    if isHEIC(head) { return .heic }
    if isBMP(head) { return .bmp }
    if isPickle(head) { return .pickle }
    if isOldStata(head) { return .stata }
    // A skippable frame of zstd, which usually precedes other frames.
    if head.count >= 4, head[0] & 0xF0 == 0x50, head.matches([0x2A, 0x4D, 0x18], at: 1) {
      return .zstd
    }
    return nil
  }

  /// Identifies a zip archive by the names of the members that begin in the first bytes.
  private static func zipped(_ head: Span<UInt8>) -> ForeignFormat {
    var names: [String] = []
    for place in head.indices where head.matches(ZipDirectory.magic, at: place) {
      guard let count = head.littleEndian(at: place + 26, byteCount: 2),
        let name = head.bytes(at: place + 30, count: count)
      else { continue }
      names.append(String(decoding: name))
    }
    func has(_ prefix: String) -> Bool { names.contains { $0.hasPrefix(prefix) } }
    if has("word/") { return .word }
    if has("ppt/") { return .powerPoint }
    if has("xl/") || has("[Content_Types].xml") { return .excel }
    if names.contains(where: { $0.hasSuffix("/data.pkl") }) { return .pyTorch }
    if names.first?.hasSuffix(".npy") == true { return .numpyArchive }
    let mimeType = Array("mimetypeapplication/vnd.oasis.opendocument.".utf8)
    return head.matches(mimeType, at: 30) ? .openDocumentSheet : .zip
  }

  /// A file-type box with the brand of a picture.
  private static func isHEIC(_ head: Span<UInt8>) -> Bool {
    guard head.starts(with: [0, 0, 0]), head.matches(Array("ftyp".utf8), at: 4) else {
      return false
    }
    return ["heic", "heix", "hevc", "mif1", "msf1", "avif"].contains { brand in
      head.matches(Array(brand.utf8), at: 8)
    }
  }

  /// Four bytes of the file header are 0, and the next header has one of a few known lengths.
  private static func isBMP(_ head: Span<UInt8>) -> Bool {
    guard head.starts(with: Array("BM".utf8)), head.matches([0, 0, 0, 0], at: 6),
      let length = head.littleEndian(at: 14, byteCount: 4)
    else { return false }
    return [12, 16, 40, 52, 56, 64, 108, 124].contains(length)
  }

  /// The opcode of a pickle protocol from 2 to 5, which is not text in any encoding.
  private static func isPickle(_ head: Span<UInt8>) -> Bool {
    head.count >= 2 && head[0] == 0x80 && (2...5).contains(head[1])
  }

  /// A version from 104 to 115, a byte order, file type 1, and 0.
  private static func isOldStata(_ head: Span<UInt8>) -> Bool {
    head.count >= 4 && (104...115).contains(head[0]) && (1...2).contains(head[1])
      && head.matches([1, 0], at: 2)
  }

  // MARK: Encodings

  /// Text in UTF-16 or UTF-32, with or without a byte order mark.
  static func encoding(of head: Span<UInt8>) -> ForeignFormat? {
    if head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]) {
      return .utf32
    }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return .utf16 }
    if isWideText(head, width: 4, place: 0) { return .utf32LittleEndian }
    if isWideText(head, width: 4, place: 3) { return .utf32BigEndian }
    if isWideText(head, width: 2, place: 0) { return .utf16LittleEndian }
    if isWideText(head, width: 2, place: 1) { return .utf16BigEndian }
    return nil
  }

  /// Whether at least 70 % of the characters are ASCII: one byte at `place`, and all others 0.
  private static func isWideText(_ head: Span<UInt8>, width: Int, place: Int) -> Bool {
    let characterCount = min(head.count, 4096) / width
    guard characterCount >= 2 else { return false }
    var asciiCount = 0
    for start in stride(from: 0, to: characterCount * width, by: width) {
      let isRestZero = (0..<width).allSatisfy { $0 == place || head[start + $0] == 0 }
      let byte = head[start + place]
      guard isRestZero else { continue }
      guard byte >= 0x20 || isSpace(byte) else { return false }
      asciiCount += 1
    }
    return asciiCount * 10 >= characterCount * 7
  }
}
