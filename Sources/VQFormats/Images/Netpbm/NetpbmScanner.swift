/// Reads words and numbers of a netpbm file, and skips spaces and comments.
struct NetpbmScanner: ~Escapable {
  private let file: Span<UInt8>
  private let path: String
  private(set) var position = 0

  @_lifetime(copy file)
  init(_ file: Span<UInt8>, path: String) {
    self.file = file
    self.path = path
  }

  /// The number of remaining bytes.
  var remaining: Int { file.count - position }

  /// Reads the first two bytes; returns the second if the first is a P.
  @_lifetime(self: copy self)
  mutating func readMagic() -> UInt8? {
    guard file.count >= 2, file[0] == UInt8(ascii: "P") else { return nil }
    position = 2
    return file[1]
  }

  /// Reads a decimal number.
  @_lifetime(self: copy self)
  mutating func readNumber(
    _ name: String, in range: ClosedRange<Int>
  ) throws(FormatError) -> Int {
    skipSpace()
    let start = position
    var number = 0
    while position < file.count, let digit = Self.digit(file[position]) {
      // Once the number is too large, further digits do not matter.
      number = min(number * 10 + digit, 1 << 40)
      position += 1
    }
    guard position > start, position == file.count || !Self.isWord(file[position]) else {
      throw invalid(at: start, "should begin a number, the \(name)")
    }
    guard range.contains(number) else {
      throw invalid(
        at: start,
        "begins the \(name), which is not from \(range.lowerBound) to "
          + "\(range.upperBound)")
    }
    return number
  }

  /// Reads a digit 0 or 1.
  @_lifetime(self: copy self)
  mutating func readBit() throws(FormatError) -> UInt8 {
    skipSpace()
    guard position < file.count, let digit = Self.digit(file[position]), digit <= 1 else {
      throw invalid(at: position, "should be a 0 or a 1")
    }
    position += 1
    return UInt8(digit)
  }

  /// Reads the characters up to the next space; also returns their position.
  @_lifetime(self: copy self)
  mutating func readWord() -> (word: String, start: Int) {
    skipSpace()
    let start = position
    // No word of a header is longer than this.
    while position < min(file.count, start + 16), !Self.isSpace(file[position]) { position += 1 }
    return (String(decoding: (start..<position).map { file[$0] }, as: UTF8.self), start)
  }

  /// Skips the one space after a header.
  @_lifetime(self: copy self)
  mutating func skipOneSpace() throws(FormatError) {
    // A comment may precede the space; it ends with its line.
    while position < file.count, file[position] == UInt8(ascii: "#") { skipLine() }
    guard position < file.count, Self.isSpace(file[position]) else {
      throw invalid(at: position, "should be the space that ends the header")
    }
    position += 1
  }

  @_lifetime(self: copy self)
  mutating func skipLine() {
    while position < file.count, file[position] != UInt8(ascii: "\n") { position += 1 }
  }

  @_lifetime(self: copy self)
  private mutating func skipSpace() {
    while position < file.count {
      if file[position] == UInt8(ascii: "#") {
        skipLine()
      } else if Self.isSpace(file[position]) {
        position += 1
      } else {
        return
      }
    }
  }

  /// The remaining bytes.
  @_lifetime(copy self)
  func rest() -> Span<UInt8> { file.extracting(droppingFirst: position) }

  func invalid(at byte: Int, _ problem: String) -> FormatError {
    .invalid(
      path: path, place: "byte \(byte)", problem: problem,
      mend: "copy or write the picture again as PPM, PGM or PAM")
  }

  private static func digit(_ byte: UInt8) -> Int? {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    !isSpace(byte) && byte != UInt8(ascii: "#")
  }
}
