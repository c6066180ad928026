import Testing
import VQFormats
import VQTestSupport

/// Pictures are PNG files to the letter.
@Suite struct PNGWriterTests {
  private let folder: TemporaryFolder
  private let palette: [(red: UInt8, green: UInt8, blue: UInt8)] = [
    (0, 0, 0), (255, 0, 0), (0, 128, 255),
  ]

  init() throws { folder = try TemporaryFolder() }

  /// The checksums in `expected` are those of Python's `zlib`.
  @Test func writesAPictureOfFourPixels() throws {
    let indices: [UInt8] = [0, 1, 2, 1]
    try PNGWriter.stage(
      indices: indices.span, width: 2, height: 2, palette: palette,
      replacing: folder.path("a.png")
    ).commit()
    let expected: [UInt8] = [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44,
      0x52, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x02, 0x08, 0x03, 0x00, 0x00, 0x00, 0x45,
      0x68, 0xFD, 0x16, 0x00, 0x00, 0x00, 0x09, 0x50, 0x4C, 0x54, 0x45, 0x00, 0x00, 0x00, 0xFF,
      0x00, 0x00, 0x00, 0x80, 0xFF, 0x71, 0x26, 0x35, 0xCA, 0x00, 0x00, 0x00, 0x11, 0x49, 0x44,
      0x41, 0x54, 0x78, 0x01, 0x01, 0x06, 0x00, 0xF9, 0xFF, 0x00, 0x00, 0x01, 0x00, 0x02, 0x01,
      0x00, 0x0F, 0x00, 0x05, 0x18, 0x6A, 0x22, 0x49, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E,
      0x44, 0xAE, 0x42, 0x60, 0x82,
    ]
    #expect(try folder.bytes("a.png") == expected)
  }

  /// A picture of exactly one block, of one byte more, and of several blocks.
  @Test("cuts large pictures into blocks", arguments: [(254, 257), (65_535, 1), (299, 499)])
  func cutsLargePictures(_ width: Int, _ height: Int) throws {
    let indices = (0..<(width * height)).map { UInt8($0 % 3) }
    try PNGWriter.stage(
      indices: indices.span, width: width, height: height, palette: palette,
      replacing: folder.path("a.png")
    ).commit()

    let stream = try imageStream(in: folder.bytes("a.png"))
    let lines = try storedBytes(in: stream.dropFirst(2).dropLast(4))
    var expected: [UInt8] = []
    for row in 0..<height { expected += [0] + indices[(row * width)..<((row + 1) * width)] }
    #expect(lines == expected)
    #expect(bigEndian(stream.prefix(2)) % 31 == 0)
    #expect(bigEndian(stream.suffix(4)) == adler32(expected))
  }

  /// The checksum with its remainders taken once, at the end.
  private func adler32(_ bytes: [UInt8]) -> Int {
    let sum = bytes.reduce(1) { $0 + Int($1) }
    let sumOfSums = bytes.enumerated().reduce(bytes.count) { partial, byte in
      partial + (bytes.count - byte.offset) * Int(byte.element)
    }
    return (sumOfSums % 65_521) << 16 | sum % 65_521
  }

  private func bigEndian(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  private struct Malformed: Error {}

  /// The bodies of all IDAT chunks, one after the other.
  private func imageStream(in file: [UInt8]) throws -> ArraySlice<UInt8> {
    var rest = file.dropFirst(8)
    var stream: [UInt8] = []
    while !rest.isEmpty {
      guard rest.count >= 12 else { throw Malformed() }
      let length = bigEndian(rest.prefix(4))
      let name = String(decoding: rest.dropFirst(4).prefix(4), as: UTF8.self)
      if name == "IDAT" { stream += rest.dropFirst(8).prefix(length) }
      rest = rest.dropFirst(12 + length)
    }
    return stream[...]
  }

  /// The bytes in a deflate stream of stored blocks, of which only the last says that it is.
  private func storedBytes(in stream: ArraySlice<UInt8>) throws -> [UInt8] {
    var rest = stream
    var bytes: [UInt8] = []
    while !rest.isEmpty {
      let head = Array(rest.prefix(5))
      guard head.count == 5 else { throw Malformed() }
      let length = Int(head[1]) | Int(head[2]) << 8
      guard length == ~(Int(head[3]) | Int(head[4]) << 8) & 0xFFFF else { throw Malformed() }
      bytes += rest.dropFirst(5).prefix(length)
      rest = rest.dropFirst(5 + length)
      guard head[0] == (rest.isEmpty ? 1 : 0) else { throw Malformed() }
    }
    return bytes
  }

  @Test func leavesNothingWhenNotCommitted() throws {
    _ = try PNGWriter.stage(
      indices: ([0] as [UInt8]).span, width: 1, height: 1, palette: palette,
      replacing: folder.path("a.png"))
    #expect(try folder.names.isEmpty)
  }

  @Test func rejectsAnIndexWithoutAColour() async {
    let path = folder.path("a.png")
    await #expect(processExitsWith: .failure) { [path = path as String] in
      let indices: [UInt8] = [1]
      try PNGWriter.stage(
        indices: indices.span, width: 1, height: 1, palette: [(red: 0, green: 0, blue: 0)],
        replacing: path
      ).commit()
    }
  }
}
