/// Whether a byte is an ASCII digit.
func isDigit(_ byte: UInt8) -> Bool {
  byte &- UInt8(ascii: "0") < 10
}

/// Whether a byte is ASCII white space.
func isSpace(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte &- UInt8(ascii: "\t") < 5
}

/// Whether a byte can be part of a number or a name: a letter, a digit, or one of `_ + - .`.
func isWordByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
  case UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
  default: isDigit(byte)
  }
}

extension Span<UInt8> {
  /// Whether the bytes begin with `prefix`.
  func starts(with prefix: [UInt8]) -> Bool {
    count >= prefix.count && prefix.indices.allSatisfy { self[$0] == prefix[$0] }
  }

  /// The bytes without spaces and carriage returns at both ends.
  ///
  /// Tabs stay: they may separate fields, and the first or last field may be empty.
  @_lifetime(copy self)
  func trimmed() -> Span<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\r")
    }
    var (start, end) = (0, count)
    while start < end, isBlank(self[start]) { start += 1 }
    while start < end, isBlank(self[end - 1]) { end -= 1 }
    return extracting(start..<end)
  }
}

extension String {
  /// Creates text from bytes; invalid UTF-8 becomes replacement characters.
  init(decoding bytes: Span<UInt8>) {
    var units: [UInt8] = []
    for index in bytes.indices { units.append(bytes[index]) }
    self.init(decoding: units, as: UTF8.self)
  }

  /// The beginning of a text from a file, for an error message: one line, and short.
  var excerpt: String {
    let maximum = 60
    let line = String(String.UnicodeScalarView(unicodeScalars.prefix(maximum))).onOneLine
    return unicodeScalars.dropFirst(maximum).isEmpty ? line : line + "..."
  }

  /// The text with a question mark for each line break and each control character.
  var onOneLine: String {
    let controls: [Unicode.GeneralCategory] = [.control, .lineSeparator, .paragraphSeparator]
    var line = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      line.append(controls.contains(scalar.properties.generalCategory) ? "?" : scalar)
    }
    return String(line)
  }
}
