/// A chunk of a PNG file.
struct PNGChunk {
  let name: String
  /// The offset of the chunk in the file.
  let start: Int
  /// The range of the chunk's contents in the file.
  let body: Range<Int>
  /// Whether the checksum is correct.
  let isIntact: Bool

  /// How error messages name the chunk.
  var place: String { "chunk \(name) at byte \(start)" }

  /// Whether a picture can be read without the chunk; its name then begins with a lower-case
  /// letter.
  var isAncillary: Bool { name.utf8.first.map { $0 & 0x20 != 0 } ?? false }
}

/// Reads the chunks of a PNG file in order.
struct PNGChunks: ~Escapable {
  private let file: Span<UInt8>
  private let path: String
  private var position = PNGHeader.signature.count

  @_lifetime(copy file)
  init(_ file: Span<UInt8>, path: String) {
    self.file = file
    self.path = path
  }

  /// Reads the next chunk, which must exist.
  @_lifetime(self: copy self)
  mutating func next() throws(FormatError) -> PNGChunk {
    let start = position
    guard file.count - start >= 12 else { throw cut(at: start) }
    let length = Int(file.bigEndianWord(at: start))
    let letters = (start + 4)..<(start + 8)
    guard letters.allSatisfy({ Self.isLetter(file[$0]) }) else {
      throw .invalid(
        path: path, place: "byte \(start)", problem: "is not the beginning of a chunk",
        mend: "copy or write the picture again")
    }
    let name = String(decoding: letters.map { file[$0] }, as: UTF8.self)
    let body = (start + 8)..<(start + 8 + length)
    guard file.count - 4 >= body.upperBound else { throw cut(at: start) }
    let checksum = CRC32.checksum(
      of: file.extracting(letters.lowerBound..<body.upperBound))
    position = body.upperBound + 4
    return PNGChunk(
      name: name, start: start, body: body,
      isIntact: checksum == file.bigEndianWord(at: body.upperBound))
  }

  private func cut(at start: Int) -> FormatError {
    .invalid(
      path: path, place: "byte \(start)",
      problem: "begins a chunk that continues after the end of the file",
      mend: "copy or write the picture again")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}

extension Span<UInt8> {
  /// The integer of two bytes, most significant byte first.
  func bigEndianHalf(at index: Int) -> UInt16 {
    UInt16(self[index]) << 8 | UInt16(self[index + 1])
  }

  /// The integer of four bytes, most significant byte first.
  func bigEndianWord(at index: Int) -> UInt32 {
    UInt32(bigEndianHalf(at: index)) << 16 | UInt32(bigEndianHalf(at: index + 2))
  }
}
