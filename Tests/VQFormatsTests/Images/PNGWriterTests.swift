import Testing
import VQFormats
import VQTestSupport

/// Pictures are written as valid PNG files.
@Suite struct PNGWriterTests {
  private let folder: TemporaryFolder
  private let palette = [
    Colour(red: 0, green: 0, blue: 0), Colour(red: 255, green: 0, blue: 0),
    Colour(red: 0, green: 128, blue: 255),
  ]

  init() throws { folder = try TemporaryFolder() }

  /// The checksums in `expected` were computed with Python's `zlib`.
  @Test func writesAPictureOfFourPixels() throws {
    let picture = IndexedImage(width: 2, height: 2, indices: [0, 1, 2, 1], palette: palette)
    try PNGWriter.stage(picture, replacing: folder.path("a.png"), deflating: .stored).commit()
    let expected: [UInt8] = [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44,
      0x52, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x02, 0x02, 0x03, 0x00, 0x00, 0x00, 0x0F,
      0xD8, 0xE5, 0xB7, 0x00, 0x00, 0x00, 0x09, 0x50, 0x4C, 0x54, 0x45, 0x00, 0x00, 0x00, 0xFF,
      0x00, 0x00, 0x00, 0x80, 0xFF, 0x71, 0x26, 0x35, 0xCA, 0x00, 0x00, 0x00, 0x0F, 0x49, 0x44,
      0x41, 0x54, 0x78, 0x01, 0x01, 0x04, 0x00, 0xFB, 0xFF, 0x00, 0x10, 0x00, 0x90, 0x00, 0xC4,
      0x00, 0xA1, 0x94, 0xE8, 0x4D, 0x16, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE,
      0x42, 0x60, 0x82,
    ]
    #expect(try folder.bytes("a.png") == expected)
  }

  /// Pictures of exactly one block, of one byte more, and of several blocks.
  @Test("splits large pictures into blocks", arguments: [(254, 257), (65_535, 1), (299, 499)])
  func cutsLargePictures(_ width: Int, _ height: Int) throws {
    let indices = (0..<(width * height)).map { UInt8($0 % 3) }
    let picture = IndexedImage(width: width, height: height, indices: indices, palette: greys(17))
    try PNGWriter.stage(picture, replacing: folder.path("a.png"), deflating: .stored).commit()

    let stream = try imageStream(in: folder.bytes("a.png"))
    let lines = try storedBytes(in: stream.dropFirst(2).dropLast(4))
    var expected: [UInt8] = []
    for row in 0..<height { expected += [0] + indices[(row * width)..<((row + 1) * width)] }
    #expect(lines == expected)
    #expect(bigEndian(stream.prefix(2)) % 31 == 0)
    #expect(bigEndian(stream.suffix(4)) == adler32(expected))
    #expect(try PNGReader.readIndexed(folder.path("a.png")) == picture)
  }

  @Test(
    "reads back the codes and codebook that it wrote",
    arguments: [1, 2, 3, 4, 5, 16, 17, 256], [(1, 1), (7, 3), (640, 500)])
  func readsBackIndices(_ colourCount: Int, _ size: (width: Int, height: Int)) throws {
    var generator = TestGenerator(seed: UInt64(colourCount))
    var palette = greys(colourCount)
    if colourCount > 2 { palette[1].alpha = 7 }
    let indices = (0..<(size.width * size.height)).map { _ in
      UInt8(generator.integer(below: colourCount))
    }
    let picture = IndexedImage(
      width: size.width, height: size.height, indices: indices, palette: palette)
    try PNGWriter.stage(picture, replacing: folder.path("a.png")).commit()
    #expect(try PNGReader.readIndexed(folder.path("a.png")) == picture)
    let depth = [1, 2, 4].first { colourCount <= 1 << $0 } ?? 8
    #expect(try folder.bytes("a.png")[24] == depth)
  }

  @Test("reads back the channels that it wrote", arguments: 1...4, [8, 16])
  func readsBackChannels(_ channelCount: Int, _ bits: Int) throws {
    var generator = TestGenerator(seed: UInt64(channelCount))
    let (width, height) = (211, 97)
    let words = (0..<(width * height * channelCount)).map { index in
      UInt16(generator.integer(below: 1 << bits) >> (index / 9000))
    }
    let picture = Image(
      width: width, height: height, channelCount: channelCount,
      samples: bits == 16 ? .words(words) : .bytes(words.map { UInt8($0) }))
    for workers in [1, 3] {
      try PNGWriter.stage(picture, replacing: folder.path("\(workers).png"), workers: workers)
        .commit()
      #expect(try PNGReader.read(folder.path("\(workers).png")) == picture)
    }
    #expect(try folder.bytes("1.png") == folder.bytes("3.png"))
  }

  /// A picture of more than two blocks, so large that it is compressed with less effort.
  @Test func isTheSameOnAnyNumberOfWorkers() throws {
    let (width, height) = (3000, 1500)
    let indices = (0..<(width * height)).map { UInt8(($0 * $0 >> 12) % 200) }
    let picture = IndexedImage(width: width, height: height, indices: indices, palette: greys(200))
    for workers in [1, 2, 5] {
      try PNGWriter.stage(picture, replacing: folder.path("\(workers).png"), workers: workers)
        .commit()
    }
    #expect(try PNGReader.readIndexed(folder.path("1.png")) == picture)
    #expect(try folder.bytes("1.png") == folder.bytes("2.png"))
    #expect(try folder.bytes("1.png") == folder.bytes("5.png"))
    #expect(try folder.bytes("1.png").count < width * height)
  }

  private func greys(_ count: Int) -> [Colour] {
    (0..<count).map { Colour(red: UInt8($0), green: UInt8($0), blue: UInt8($0)) }
  }

  /// Computes the checksum with a single reduction at the end.
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

  /// The bodies of all IDAT chunks, concatenated.
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

  /// The contents of a deflate stream of stored blocks, of which only the last has the final bit.
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
    let picture = IndexedImage(width: 1, height: 1, indices: [0], palette: palette)
    _ = try PNGWriter.stage(picture, replacing: folder.path("a.png"))
    #expect(try folder.names.isEmpty)
  }

  @Test func rejectsAnIndexWithoutAColour() async {
    let path = folder.path("a.png")
    await #expect(processExitsWith: .failure) { [path = path as String] in
      let picture = IndexedImage(
        width: 1, height: 1, indices: [1], palette: [Colour(red: 0, green: 0, blue: 0)])
      try PNGWriter.stage(picture, replacing: path).commit()
    }
  }
}
