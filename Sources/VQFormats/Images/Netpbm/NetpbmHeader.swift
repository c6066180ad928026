/// The header of a netpbm file: size, channels and the maximum sample.
struct NetpbmHeader: Equatable {
  /// How the samples are written.
  enum Encoding {
    /// Decimal numbers.
    case plain
    /// Digits 0 and 1 without required spaces; 1 is black.
    case plainBits
    /// Bytes, or byte pairs with the most significant byte first.
    case raw
    /// Eight pixels a byte, 1 is black; each row begins with a new byte.
    case rawBits
  }

  let encoding: Encoding
  let width: Int
  let height: Int
  let channelCount: Int
  /// The maximum sample, from 1 to 65535.
  let maximum: Int

  private static let sizes = 1...Int(Int32.max)

  /// The formats by the second byte of a file; the first is the letter P.
  private static let kinds: [UInt8: (encoding: Encoding, channelCount: Int)] = [
    UInt8(ascii: "1"): (.plainBits, 1), UInt8(ascii: "2"): (.plain, 1),
    UInt8(ascii: "3"): (.plain, 3), UInt8(ascii: "4"): (.rawBits, 1),
    UInt8(ascii: "5"): (.raw, 1), UInt8(ascii: "6"): (.raw, 3),
  ]

  /// Whether a file begins like a netpbm file.
  static func isNetpbm(_ file: Span<UInt8>) -> Bool {
    file.count >= 2 && file[0] == UInt8(ascii: "P")
      && (kinds[file[1]] != nil || file[1] == UInt8(ascii: "7"))
  }

  /// Reads a header, and moves the scanner to the first byte of the pixels.
  init(_ scanner: inout NetpbmScanner) throws(FormatError) {
    let letter = scanner.readMagic()
    if letter == UInt8(ascii: "7") {
      try self.init(labelled: &scanner)
    } else if let kind = letter.flatMap({ Self.kinds[$0] }) {
      try self.init(kind, &scanner)
    } else {
      throw scanner.invalid(at: 0, "does not begin a netpbm picture")
    }
  }

  private init(
    _ kind: (encoding: Encoding, channelCount: Int), _ scanner: inout NetpbmScanner
  ) throws(FormatError) {
    encoding = kind.encoding
    channelCount = kind.channelCount
    width = try scanner.readNumber("width", in: Self.sizes)
    height = try scanner.readNumber("height", in: Self.sizes)
    switch encoding {
    case .plainBits, .rawBits: maximum = 1
    case .plain, .raw: maximum = try scanner.readNumber("largest value", in: 1...65_535)
    }
    // The header ends with one space; the next bytes are pixels, even if they look like spaces.
    if encoding == .raw || encoding == .rawBits { try scanner.skipOneSpace() }
  }

  /// Reads a PAM header: lines of a word and a value.
  private init(labelled scanner: inout NetpbmScanner) throws(FormatError) {
    var fields: [String: Int] = [:]
    let ranges = [
      "WIDTH": Self.sizes, "HEIGHT": Self.sizes, "DEPTH": 1...4,
      "MAXVAL": 1...65_535,
    ]
    while true {
      let (word, start) = scanner.readWord()
      if word == "ENDHDR" { break }
      if let range = ranges[word] {
        fields[word] = try scanner.readNumber(word, in: range)
      } else if word == "TUPLTYPE" {
        scanner.skipLine()
      } else {
        throw scanner.invalid(at: start, "is not a line of the header of a PAM picture")
      }
    }
    try scanner.skipOneSpace()
    guard let width = fields["WIDTH"], let height = fields["HEIGHT"],
      let depth = fields["DEPTH"], let maximum = fields["MAXVAL"]
    else {
      throw scanner.invalid(
        at: scanner.position, "ends a header without one of WIDTH, HEIGHT, DEPTH and MAXVAL")
    }
    encoding = .raw
    channelCount = depth
    self.width = width
    self.height = height
    self.maximum = maximum
  }

  /// The number of samples, and the minimum number of bytes for them; `nil` if no file can be so
  /// large.
  var counts: (samples: Int, minimumBytes: Int)? {
    let pixels = width * height  // below 2^62
    guard pixels < 1 << 48 else { return nil }
    let samples = pixels * channelCount
    return switch encoding {
    case .plainBits: (samples, samples)
    case .plain: (samples, 2 * samples - 1)
    case .raw: (samples, maximum > 255 ? 2 * samples : samples)
    case .rawBits: (samples, (width + 7) / 8 * height)
    }
  }
}
