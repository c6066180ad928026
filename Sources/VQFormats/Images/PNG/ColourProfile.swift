/// The body of an `iCCP` chunk: a name, a zero byte, a method, and a compressed ICC profile.
///
/// Profiles are not applied. They are checked, so that no damaged profile is copied to another
/// file.
enum ColourProfile {
  /// The length of an ICC profile's header and of the tag count after it (ICC.1:2022, 7.2).
  private static let headerBytes = 132

  /// Whether the profile can be decompressed and has the length that its header says.
  static func isValid(_ body: [UInt8]) -> Bool {
    guard let (header, byteCount) = read(body) else { return false }
    return header.span.bigEndianWord(at: 0) == byteCount
      && Array(header[36..<40]) == Array("acsp".utf8)
  }

  /// Whether the profile is for RGB colours.
  static func isForColours(_ body: [UInt8]) -> Bool {
    guard let (header, _) = read(body) else { return false }
    return Array(header[16..<20]) == Array("RGB ".utf8)
  }

  /// The beginning and the length of the profile; `nil` if it is damaged or there is no zlib.
  private static func read(_ body: [UInt8]) -> (header: [UInt8], byteCount: Int)? {
    guard let nameEnd = body.firstIndex(of: 0), (1...79).contains(nameEnd),
      nameEnd + 2 < body.count, body[nameEnd + 1] == 0, let zlib = Zlib.system,
      var inflater = try? Inflater(zlib)
    else { return nil }
    var header: [UInt8] = []
    var (used, byteCount) = (nameEnd + 2, 0)
    // Decompresses piece by piece: a few bytes can expand to very many.
    var piece = [UInt8](repeating: 0, count: 1 << 14)
    while !inflater.isFinished {
      var output = piece.mutableSpan
      let rest = body.span.extracting(droppingFirst: used)
      guard let step = try? inflater.inflate(rest, into: &output), step != (0, 0) else {
        return nil
      }
      used += step.read
      byteCount += step.written
      if header.count < headerBytes { header += piece[..<step.written] }
    }
    return header.count >= headerBytes ? (header, byteCount) : nil
  }
}
